import { promises } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import { usualWorkers } from '../check/examine-all.ts';
import { NODE_CAUSES } from '../check/node-facts.ts';
import type { NodeCause } from '../check/node-facts.ts';
import { USUAL_RUNS, USUAL_SWEEP_LIMIT } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { didYouMean } from '../did-you-mean.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { collectFixes } from '../fix/write-fixes.ts';
import type { FixFlags } from '../fix/write-fixes.ts';
import type { Io } from '../io.ts';
import { progressOf, SILENT } from '../progress.ts';
import { isFailing } from '../report/failing.ts';
import { openOutputs } from '../report/outputs.ts';
import type { OutputFlags } from '../report/outputs.ts';
import { RESULT_SCHEMA } from '../report/result.ts';
import type { FailOn, PropertyReport, RunHead, WorkloadResult } from '../report/result.ts';
import { summaryOf } from '../report/summary-of.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { VERSION } from '../version.ts';
import { modelSettings, refuseUnknownContainers, wholeNumber } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';
import type { FoundWorkloads } from './read-workloads.ts';
import { reportAll } from './report-all.ts';

export interface CheckFlags extends FixFlags, ModelFlags, OutputFlags, TerminalFlags {
  readonly runs?: string;
  readonly seedFrom?: string;
  readonly sweepLimit?: string;
  readonly property?: readonly string[];
  readonly skip?: readonly string[];
  readonly failOn?: string;
  readonly idempotent?: string;
  readonly nodes?: string;
  readonly workers?: string;
  readonly reportDir?: string;
  readonly bail?: string;
}

const MOST_RUNS = 1_000_000_000;
const MOST_WORKERS = 256;

/** `simlet check`: simulates each workload found at the paths and says which properties hold. */
export async function check(paths: readonly string[], flags: CheckFlags, io: Io): Promise<ExitCode> {
  const settings = settingsOf(flags);
  const failOn = failOnOf(flags);
  const properties = propertiesOf(settings);
  const terminal = terminalOf(io, flags);
  const fixes = collectFixes(flags, paths, io);
  // A diff stands alone on the output, to be piped on.
  const outputs = openOutputs(flags, flags.diff === true ? { ...io, out: () => undefined } : io, terminal);
  const found = await readWorkloads(paths.length === 0 ? ['.'] : paths, flags, io);
  reportProblems(found, io, terminal);
  if (found.workloads.length === 0 && !found.unusable) io.err(nothingFound(found, flags));
  refuseUnknownContainers(settings.model, found.workloads);
  const head = headOf(found, settings, failOn);
  outputs.begin(head);
  const workers = workersOf(flags, found.workloads.length);
  const examining = { workloads: found.indexed, properties, settings, workers, strict: flags.strict === true };
  const { workloads, interrupted } = await reportAll(examining, found, io, {
    outputs,
    fixes,
    progress: flags.quiet === true ? SILENT : progressOf(io, 'check', terminal),
    reportDir: flags.reportDir,
    bail: wholeNumber('--bail', flags.bail, MOST_RUNS) ?? Number.POSITIVE_INFINITY,
  });
  const left = flags.fix === true ? workloads.map(withoutFixed) : workloads;
  const exitCode = interrupted === undefined ? exitCodeOf(left, found, failOn) : EXIT.interrupted;
  if (interrupted !== undefined) io.err(` ${interrupted}\n`);
  outputs.end({ ...head, workloads, summary: summaryOf(workloads, exitCode, interrupted) });
  fixes.finish();
  return exitCode;
}

/** What the fix mends, and was tried with it, breaks no more. */
function withoutFixed(workload: WorkloadResult): WorkloadResult {
  const { fix, properties, answers } = workload;
  if (fix === undefined || 'none' in fix) return workload;
  const isFixed = (id: string): boolean => fix.properties.includes(id);
  const left = properties.map((one): PropertyReport => (isFixed(one.id) ? { ...one, outcome: 'holds' } : one));
  const isWhole = left.every(({ outcome }) => outcome !== 'broken');
  return { ...workload, properties: left, answers: isWhole ? [] : answers };
}

function workersOf({ workers }: CheckFlags, workloads: number): number {
  if (workers === undefined) return usualWorkers(workloads);
  const count = wholeNumber('--workers', workers, MOST_WORKERS) ?? 1;
  return Math.max(1, Math.min(count, workloads));
}

function failOnOf({ failOn = 'error' }: CheckFlags): FailOn {
  if (failOn === 'error' || failOn === 'warning' || failOn === 'vacuous') return failOn;
  throw new UsageError(`--fail-on ${failOn}: expected error, warning or vacuous`);
}

function settingsOf(flags: CheckFlags): Settings {
  return {
    runs: wholeNumber('--runs', flags.runs, MOST_RUNS) ?? USUAL_RUNS,
    seedFrom: wholeNumber('--seed-from', flags.seedFrom, Number.MAX_SAFE_INTEGER) ?? 0,
    sweepLimit: wholeNumber('--sweep-limit', flags.sweepLimit, MOST_RUNS) ?? USUAL_SWEEP_LIMIT,
    faults: flags.faults !== false,
    ...idempotence(flags.idempotent),
    ...(flags.nodes === undefined ? {} : { nodes: nodeCauses(flags.nodes) }),
    only: flags.property ?? [],
    skip: flags.skip ?? [],
    model: modelSettings(flags),
  };
}

function nodeCauses(text: string): readonly NodeCause[] {
  const known = Object.keys(NODE_CAUSES);
  return text.split(',').map((word) => {
    const cause = Object.entries(NODE_CAUSES).find(([name]) => name === word)?.[1];
    if (cause === undefined) throw new UsageError(`--nodes ${text}: no such nodes ${word}${didYouMean(word, known)}`);
    return cause;
  });
}

function idempotence(text: string | undefined): Pick<Settings, 'idempotent'> {
  if (text === undefined || text === 'unknown') return {};
  if (text === 'yes' || text === 'no') return { idempotent: text };
  throw new UsageError(`--idempotent ${text}: expected yes, no or unknown`);
}

function propertiesOf({ only, skip }: Settings): readonly Invariant[] {
  const known = promises.map(({ id }) => id);
  const unknown = [...only, ...skip].find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`no property ${unknown}${didYouMean(unknown, known)}`);
  return promises.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

function headOf(found: FoundWorkloads, { model, runs, seedFrom, faults }: Settings, failOn: FailOn): RunHead {
  return {
    schema: RESULT_SCHEMA,
    simlet: VERSION,
    kubernetesVersion: model.kubernetesVersion ?? '1.36',
    seeds: { from: seedFrom, runs },
    faults,
    ...(model.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: model.gracePeriodSeconds }),
    failOn,
    workloadCount: found.workloads.length,
    diagnostics: found.diagnostics.map(({ diagnostic }) => diagnostic),
    unreadable: found.problems,
    skippedKinds: found.skippedKinds,
  };
}

function exitCodeOf(workloads: readonly WorkloadResult[], found: FoundWorkloads, failOn: FailOn): ExitCode {
  const outcomes = workloads.flatMap(({ properties }) => properties.map(({ outcome }) => outcome));
  if (workloads.some(({ divergences }) => divergences > 0)) return EXIT.internal;
  const answers = workloads.flatMap((workload) => workload.answers);
  if (answers.some(({ verdict }) => verdict === 'fail')) return EXIT.broken;
  if (outcomes.some((outcome) => isFailing(outcome, failOn))) return EXIT.broken;
  if (found.unusable) return EXIT.input;
  return outcomes.every((outcome) => outcome === 'not met') ? EXIT.nothingChecked : EXIT.held;
}
