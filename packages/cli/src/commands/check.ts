import { ignoreProblems } from '../check/annotations.ts';
import { compileLess } from '../check/compile-less.ts';
import { usualWorkers } from '../check/examine-all.ts';
import { USUAL_RUNS } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { collectFixes } from '../fix/write-fixes.ts';
import type { FixFlags } from '../fix/write-fixes.ts';
import type { Io } from '../io.ts';
import { progressOf, SILENT } from '../progress.ts';
import { knownProperties } from '../own-properties.ts';
import { printable } from '../render/paint.ts';
import { isFailing } from '../report/failing.ts';
import { openOutputs } from '../report/outputs.ts';
import { RESULT_SCHEMA } from '../report/result.ts';
import type { FailOn, PropertyReport, RunHead, WorkloadResult } from '../report/result.ts';
import { summaryOf } from '../report/summary-of.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { VERSION } from '../version.ts';
import { askedProperties, judgedSettings, shardOf } from './judged-flags.ts';
import type { JudgedFlags } from './judged-flags.ts';
import { refuseUnknownContainers, wholeNumber, workerCount } from './model-flags.ts';
import { nothingFound, partOf, readWorkloads, reportProblems } from './read-workloads.ts';
import type { FoundWorkloads } from './read-workloads.ts';
import { replayFolder } from './replay-dir.ts';
import { reportAll } from './report-all.ts';
import { timeLimit } from './time-limit.ts';

export interface CheckFlags extends FixFlags, JudgedFlags, TerminalFlags {
  readonly failOn?: string;
  readonly timeout?: string;
  readonly reportDir?: string;
  readonly bail?: string;
  readonly replayDir?: string;
}

/** What is read from a pipe is nowhere to be found again. */
const STANDARD_INPUT =
  ' The replay lines read the manifests from standard input: pipe them in again, or check a file.\n';

const MOST_RUNS = 1_000_000_000;
const MOST_WORKERS = 256;

/** `simlet check`: simulates each workload found at the paths and says which properties hold. */
export async function check(paths: readonly string[], flags: CheckFlags, io: Io): Promise<ExitCode> {
  const settings = judgedSettings(flags, wholeNumber('--runs', flags.runs, MOST_RUNS) ?? USUAL_RUNS);
  const failOn = failOnOf(flags);
  const properties = await askedProperties(settings);
  const terminal = terminalOf(io, flags);
  const fixes = collectFixes(flags, paths, io);
  // A diff stands alone on the output, to be piped on.
  const outputs = openOutputs(flags, flags.diff === true ? { ...io, out: () => undefined } : io, terminal);
  const shard = shardOf(flags.shard);
  const whole = await readWorkloads(paths.length === 0 ? ['.'] : paths, flags, io);
  const found = partOf(whole, shard);
  reportProblems(found, io, terminal);
  if (whole.workloads.length === 0 && !found.unusable) io.err(nothingFound(found, flags));
  refuseUnknownContainers(settings.model, whole.workloads);
  await warnOfIgnores(whole, settings, io);
  const limit = timeLimit(flags.timeout, found.workloads.length, io);
  if (limit.notice !== undefined) io.err(` ${limit.notice}\n`);
  const head = { ...headOf(whole, settings, failOn), ...(shard === undefined ? {} : { shard }) };
  outputs.begin(head);
  const workers = workersOf(flags, found.workloads.length);
  compileLess(workers);
  const examining = { workloads: found.indexed, properties, settings, workers, strict: flags.strict === true };
  const { workloads, interrupted } = await reportAll(examining, found, limit.io, {
    outputs,
    fixes,
    progress: flags.quiet === true ? SILENT : progressOf(io, 'check', terminal),
    reportDir: flags.reportDir,
    bail: wholeNumber('--bail', flags.bail, MOST_RUNS) ?? Number.POSITIVE_INFINITY,
  });
  const again =
    flags.replayDir !== undefined &&
    interrupted === undefined &&
    replayFolder(flags.replayDir, { workloads: found.workloads, properties, settings }, terminal, io);
  const left = flags.fix === true ? workloads.map(withoutFixed) : workloads;
  const early = interrupted === undefined ? undefined : limit.words(interrupted);
  const judged = exitCodeOf(left, found, failOn);
  const known = again && judged !== EXIT.internal ? EXIT.broken : judged;
  const exitCode = early === undefined || (limit.isOver() && known === EXIT.broken) ? known : EXIT.interrupted;
  if (early !== undefined) io.err(` ${early}\n`);
  if (io.outIsTerminal && found.workloads.some(({ file }) => file === '-')) io.err(STANDARD_INPUT);
  outputs.end({ ...head, workloads, summary: summaryOf(workloads, exitCode, early) });
  fixes.finish();
  return exitCode;
}

/** An annotation that leaves nothing out is told: whoever wrote it takes it for done. */
async function warnOfIgnores({ workloads }: FoundWorkloads, { ownProperties }: Settings, io: Io): Promise<void> {
  const known = (await knownProperties(ownProperties)).map(({ id }) => id);
  for (const workload of workloads) {
    const place = `${workload.file}:${workload.line}: ${workload.kind}/${workload.name}`;
    for (const problem of ignoreProblems(workload, known)) io.err(` ${printable(`${place}: warning: ${problem}`)}\n`);
  }
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
  const count = workerCount(workers, MOST_WORKERS) ?? 1;
  return Math.max(1, Math.min(count, workloads));
}

function failOnOf({ failOn = 'error' }: CheckFlags): FailOn {
  if (failOn === 'error' || failOn === 'warning' || failOn === 'vacuous') return failOn;
  throw new UsageError(`--fail-on ${failOn}: expected error, warning or vacuous`);
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
  // Nothing to do is no failure: the files have not changed, or the other shards have it all.
  if (workloads.length === 0 && (found.unchanged > 0 || found.elsewhere === true)) return EXIT.held;
  return outcomes.every((outcome) => outcome === 'not met') ? EXIT.nothingChecked : EXIT.held;
}
