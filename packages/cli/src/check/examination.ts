import type { Scenario } from '@simlet/cluster';
import type { Deviation, Micros } from '@simlet/core';
import type { Divergence, GivenUp } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import type { Workload } from '@simlet/manifest';
import type { Invariant, Violation } from '@simlet/properties';
import type { Fix, NoFix } from '../fix/fix.ts';
import type { TimedFact } from '../render/lanes.ts';
import type { Answer } from './answer.ts';
import type { Assumption } from './assumption.ts';
import type { Stop } from './stop-cause.ts';
import type { StopRow } from './stop-table.ts';

/**
 * What all the runs say about a property: `holds` in every run in which its situation arose; `broken` in one, whatever the
 * numbers that nobody gave; `depends` on such a number, or on whether something does harm; `not met`: the situation never arose,
 * which is no pass.
 */
export type PropertyOutcome = 'holds' | 'broken' | 'depends' | 'not met';

export interface PropertyResult {
  readonly property: Invariant;
  readonly outcome: PropertyOutcome;
  /** In how many runs its situation arose, and in how many of these it was broken. */
  readonly metRuns: number;
  readonly brokenRuns: number;
  /** Why it was not asked, where it was not. */
  readonly waived?: string;
  readonly finding?: Finding;
}

/** A number that nobody gave, and from which value on a property breaks. */
export interface OpenNumber {
  readonly assumption: Assumption;
  /** The first value found that breaks it. */
  readonly outcome: Micros;
  /** Whether larger values break it as well, and not smaller ones. */
  readonly upwards: boolean;
}

/** A counter-example: the simplest run found that breaks a property. */
export interface Finding {
  readonly violation: Violation;
  readonly deviations: readonly Deviation[];
  readonly digest: string;
  readonly scenario: Scenario;
  /** What stops the pod in this run; absent: what the settings say. */
  readonly stoppedBy?: Stop;
  readonly facts: readonly TimedFact[];
  /** The one of the facts at which the violation arose. */
  readonly breaking?: Fact;
  /** The deviations of the run in which it was first seen, and how many runs it took to shrink them. */
  readonly originalDeviations: number;
  readonly shrinkRuns: number;
  /** What would have to be so for this to do harm, where nobody said whether it is. */
  readonly harmIf?: string;
  /** The numbers that nobody gave and that decide. */
  readonly open: readonly OpenNumber[];
}

export interface RunCount {
  readonly strategy: string;
  readonly runs: number;
  readonly leftOut: number;
}

/** Everything that was found out about one workload. */
export interface Examination {
  readonly workload: Workload;
  readonly assumptions: readonly Assumption[];
  /** When the operator deletes the pod, in milliseconds. */
  readonly deleteMs: number;
  /** Whether a calm start makes the pod ready; if not, the pod is deleted when waiting for it is over. */
  readonly ready: boolean;
  readonly properties: readonly PropertyResult[];
  /** What each cause that can stop the pod does to each of its containers; empty where it was not asked for. */
  readonly stopRows: readonly StopRow[];
  /** The answers to the questions of a team; empty where it was not asked for. */
  readonly answers: readonly Answer[];
  /** In how many runs of the sweep the kubelet crashed, each at a step of its own. */
  readonly crashPoints: number;
  readonly runs: readonly RunCount[];
  /** The situations that runs came into, and how many runs did. */
  readonly reached: readonly { readonly mark: string; readonly runs: number }[];
  /** Virtual time of all runs together, in microseconds. */
  readonly virtual: Micros;
  /** The smallest change of the manifest that mends what breaks without a fault, or why there is none. */
  readonly fix?: Fix | NoFix;
  readonly divergences: readonly Divergence[];
  /** The runs of which nothing is known, because they go on and on. */
  readonly givenUp: readonly GivenUp[];
}
