import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { factText } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Examination, Finding } from './check/examination.ts';
import { InputError } from './input-error.ts';
import { VERSION } from './version.ts';
import { whyUnreadable } from './why-unreadable.ts';

const FORMAT = 'simlet.failure/1';

/** A counter-example as a file: all that a replay needs, without the manifest. */
export interface FailureFile {
  readonly format: typeof FORMAT;
  readonly simlet: string;
  readonly property: string;
  readonly workload: string;
  readonly message: string;
  readonly digest: string;
  /** The numbers that were assumed and the decisions that were not simplest; the scenario has them in it already. */
  readonly deviations: readonly Deviation[];
  readonly scenario: Scenario;
  /** What happened, one fact a line: where a replay is another run, it says what was the first to differ. */
  readonly facts?: readonly string[];
}

export function failureName(workload: Workload, property: string): string {
  return `${workload.kind}-${workload.name}-${property}`.replaceAll(/[^\w.-]/gu, '_');
}

/** Writes the file and answers with its path, below the folder as it was given. */
export function writeFailure(
  folder: string,
  name: string,
  examination: Examination,
  finding: Finding,
  cwd: string,
): string {
  const { workload } = examination;
  return writeFailureFile(
    folder,
    name,
    {
      property: finding.violation.invariant,
      workload: `${workload.kind}/${workload.name}`,
      message: finding.violation.message,
      digest: finding.digest,
      deviations: finding.deviations,
      scenario: finding.scenario,
    },
    cwd,
  );
}

/** The same of any failure, with its facts. */
export function writeFailureFile(
  folder: string,
  name: string,
  failure: Omit<FailureFile, 'format' | 'simlet' | 'facts'>,
  cwd: string,
): string {
  const facts = factLines(failure.scenario);
  const file: FailureFile = { format: FORMAT, simlet: VERSION, ...failure, facts };
  const path = join(folder, `${name}.json`);
  mkdirSync(resolve(cwd, folder), { recursive: true });
  writeFileSync(resolve(cwd, path), `${JSON.stringify(file, undefined, 2)}\n`);
  return path;
}

/** What happens in the run of a scenario, one fact a line. */
export function factLines(scenario: Scenario): readonly string[] {
  return runScenario(scenario, { facts: 'keep' }).facts.map(factText);
}

/** A run in a file: a failure, or a scenario alone (then there is no digest to compare with). */
export interface RecordedRun {
  readonly scenario: Scenario;
  readonly digest?: string;
  /** All that was out of the ordinary, the numbers that the scenario has in it already among them. */
  readonly deviations?: readonly Deviation[];
  /** `Kind/name` of the workload that it is a run of. */
  readonly workload?: string;
  /** The property that it breaks. */
  readonly property?: string;
  /** Which version of simlet recorded it. */
  readonly simlet?: string;
  readonly facts?: readonly string[];
}

/** The run in a file, or undefined where it is some other file (a manifest, say). */
export function readRecorded(path: string, cwd: string): RecordedRun | undefined {
  if (!path.endsWith('.json')) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(resolve(cwd, path), 'utf8'));
    if (isScenario(value)) return { scenario: value };
    return isFailure(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw new InputError(`${path}: ${whyUnreadable(error)}`);
  }
}

function isFailure(value: unknown): value is FailureFile {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== FORMAT) return false;
  const parts: { readonly scenario?: unknown; readonly digest?: unknown; readonly deviations?: unknown } = {
    scenario: undefined,
    digest: undefined,
    deviations: undefined,
    ...value,
  };
  const { scenario, digest, deviations } = parts;
  if (!isScenario(scenario) || typeof digest !== 'string') return false;
  return Array.isArray(deviations) && deviations.every(isDeviation);
}

function isDeviation(value: unknown): value is Deviation {
  if (typeof value !== 'object' || value === null) return false;
  const { name, occurrence, outcome } = { name: undefined, occurrence: undefined, outcome: undefined, ...value };
  return typeof name === 'string' && typeof occurrence === 'number' && typeof outcome === 'number';
}

function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { format, pods, actions, untilMs } = {
    format: undefined,
    pods: undefined,
    actions: undefined,
    untilMs: undefined,
    ...value,
  };
  return format === 'simlet.scenario/1' && Array.isArray(pods) && Array.isArray(actions) && typeof untilMs === 'number';
}
