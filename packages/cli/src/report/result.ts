import type { Deviation, Micros } from '@simlet/core';
import type { Diagnostic } from '@simlet/manifest';
import type { Assumption } from '../check/assumption.ts';
import type { AnswerVerdict, MissingNumber } from '../check/answer.ts';
import type { PropertyOutcome, RunCount } from '../check/examination.ts';
import type { QuestionId } from '../check/question.ts';
import type { StopCause } from '../check/stop-cause.ts';
import type { StopCell } from '../check/stop-table.ts';
import type { NoFix } from '../fix/fix.ts';
import type { InputProblem } from '../inputs.ts';
import type { Lane } from '../render/lane.ts';

export const RESULT_SCHEMA = 'simlet.result/1';

/** `error`: what is broken; `warning`: what depends on a number not given as well; `vacuous`: what was not met as well. */
export type FailOn = 'error' | 'warning' | 'vacuous';

/**
 * What a command has found out, as plain data: what `--json` prints, to which fields are only ever added, and what all
 * reporters but the human one are made from. Times in microseconds. `schema/result-1.schema.json` describes it.
 */
export interface CheckResult extends RunHead {
  readonly workloads: readonly WorkloadResult[];
  readonly summary: Summary;
}

/** What is known before the first run. */
export interface RunHead {
  readonly schema: typeof RESULT_SCHEMA;
  readonly simlet: string;
  readonly kubernetesVersion: string;
  readonly seeds: { readonly from: number; readonly runs: number };
  readonly faults: boolean;
  /** This is one of several parts of a check, which `simlet merge` puts together. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** The operator deletes with this grace period, in seconds; absent: with that of the pod. */
  readonly gracePeriodSeconds?: number;
  /** What makes the exit code 1. */
  readonly failOn: FailOn;
  /** How many workloads are to be examined. */
  readonly workloadCount: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly unreadable: readonly InputProblem[];
  /** The kinds of the objects in which no pod template was found. */
  readonly skippedKinds: readonly string[];
}

export interface WorkloadResult {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly containers: readonly string[];
  /** When the operator deletes the pod, in milliseconds. */
  readonly deleteMs: number;
  readonly assumptions: readonly Assumption[];
  readonly runs: readonly RunCount[];
  readonly reached: readonly { readonly mark: string; readonly runs: number }[];
  readonly virtual: Micros;
  /** The smallest change of the manifest that mends what breaks without a fault, or why there is none. */
  readonly fix?: FixReport | NoFix;
  /** Runs that were made twice and came out differently: a bug of simlet. */
  readonly divergences: number;
  /** Runs of which nothing is known, because they go on and on; absent: none. */
  readonly givenUp?: number;
  readonly properties: readonly PropertyReport[];
  /** The answers to the questions of a team; empty where single properties were asked for. */
  readonly answers: readonly AnswerReport[];
  /** What each cause that can stop the pod does to each of its containers; empty where single properties were asked for. */
  readonly stopTable: readonly StopReport[];
}

export interface AnswerReport {
  readonly question: QuestionId;
  /** The question itself. */
  readonly asks: string;
  readonly verdict: AnswerVerdict;
  readonly words: string;
  /** The properties that it was read off. */
  readonly properties: readonly string[];
  readonly runs: number;
  readonly crashPoints: number;
  readonly missing: readonly MissingNumber[];
}

/** A row of the stop table: why it does not apply, or what a run shows. */
export interface StopReport {
  readonly cause: StopCause;
  readonly container: string;
  readonly impossible?: string;
  readonly cell?: Omit<StopCell, 'replay'> & {
    /** The command line that makes the run again. */
    readonly replay: string;
  };
}

export interface FixReport {
  /** Each change in words. */
  readonly changes: readonly string[];
  /** The changes as a unified diff. */
  readonly patch: string;
  /** The properties that hold with it, and in how many runs that was tried. */
  readonly properties: readonly string[];
  readonly runs: number;
  /** Those of them that a restart of the kubelet at the wrong moment breaks still. */
  readonly leaves: readonly string[];
  /** What no change mends, and why. */
  readonly stays?: NoFix;
}

export interface PropertyReport {
  readonly id: string;
  readonly sentence: string;
  readonly standing: 'kubernetes' | 'expectation';
  readonly outcome: PropertyOutcome;
  readonly metRuns: number;
  readonly brokenRuns: number;
  /** The outcome in words: `broken in 3 of 310 runs`. */
  readonly words: string;
  readonly waived?: string;
  readonly counterExample?: CounterExample;
}

/** The simplest run found that breaks a property. */
export interface CounterExample {
  readonly message: string;
  readonly time: Micros;
  readonly pod: string;
  readonly container?: string;
  /** The field of the manifest that it is about. */
  readonly place: ResultPlace;
  readonly deviations: readonly Deviation[];
  /** The deviations as `--faults` takes them. */
  readonly faults: string;
  /** All that was out of the ordinary, in sentences; empty: it breaks in a calm run. */
  readonly needs: readonly string[];
  readonly dependsOn: readonly { readonly name: string; readonly value: Micros }[];
  /** What is told of the run, and where in the manifest it comes from. */
  readonly timeline: readonly ResultStep[];
  /** The same as lanes of bars and signs, as a time-line draws them. */
  readonly lanes: readonly ResultLane[];
  readonly digest: string;
  readonly shrinkRuns: number;
  /** The command line that makes the run again. */
  readonly replay: string;
  /** What mends it, in words. */
  readonly fix?: string;
}

/** A lane of a time-line; times are since the instant that the steps count from. */
export type ResultLane = Lane;

/** Lines and columns count from 1; `endColumn` is the column after the last one. */
export interface ResultPlace {
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

export interface ResultStep extends ResultPlace {
  /** Since the delete of the pod (or its creation, where it is not deleted before). */
  readonly time: Micros;
  readonly level: 'Normal' | 'Warning' | 'FAULT' | '';
  readonly what: string;
  readonly note: string;
}

export interface Summary {
  /** How many questions got which answer; all of them 0 where single properties were asked for. */
  readonly questions: {
    readonly fail: number;
    readonly unknown: number;
    readonly pass: number;
    readonly notMet: number;
  };
  readonly broken: number;
  readonly depends: number;
  readonly holds: number;
  readonly notMet: number;
  readonly runs: number;
  readonly virtual: Micros;
  /** Why it ended early, where it did. */
  readonly interrupted?: string;
  readonly exitCode: number;
}
