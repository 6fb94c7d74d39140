import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { readRecorded } from '../failure-file.ts';
import type { Io } from '../io.ts';
import { diffJson, diffText } from '../render/diff-report.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { originOf, toldLines } from '../render/timeline.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { compareRuns } from './compare-runs.ts';
import type { Told } from './compare-runs.ts';
import type { ModelFlags } from './model-flags.ts';
import { refuseUnused, runOfFile, runOfManifest } from './replayed-run.ts';

export interface DiffFlags extends Omit<ModelFlags, 'faults'>, TerminalFlags {
  readonly faults?: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `simlet diff`: two runs side by side, a failing one and a passing one, or before and after a change. */
export async function diff(a: string, b: string | undefined, flags: DiffFlags, io: Io): Promise<ExitCode> {
  const { faults = [] } = flags;
  if (faults.length > 2) throw new UsageError('--faults: one for A and one for B, no more');
  const [ofA = 'none', ofB = b === undefined ? 'none' : ofA] = faults;
  const left = await runOf(a, ofA, true, flags, io);
  if (typeof left === 'number') return left;
  const right = await runOf(b ?? a, ofB, b !== undefined, flags, io);
  if (typeof right === 'number') return right;
  const lines = compareRuns(toldOf(left), toldOf(right));
  const text =
    flags.json === true
      ? diffJson(left, right, lines)
      : diffText(left, right, lines, flags.verbose === true, terminalOf(io, flags)).join('\n');
  io.out(`${text}\n`);
  return left.execution.digest === right.execution.digest ? EXIT.held : EXIT.broken;
}

/** The run at a path; that of a file as it was recorded, or without its deviations. */
async function runOf(
  path: string,
  faults: string,
  recordedDeviations: boolean,
  flags: DiffFlags,
  io: Io,
): Promise<ReplayedRun | ExitCode> {
  const recorded = path === '-' ? undefined : readRecorded(path, io.cwd);
  if (recorded === undefined) {
    const run = await runOfManifest(path, { ...flags, faults }, io);
    if (typeof run !== 'number') refuseUnused(run);
    return run;
  }
  if (flags.faults !== undefined) throw new UsageError(`--faults: ${path} has its own`);
  if (recordedDeviations) return runOfFile(path, recorded, flags.ownProperties);
  const { deviations: _without, ...scenario } = recorded.scenario;
  return runOfFile(path, { scenario }, flags.ownProperties);
}

function toldOf(run: ReplayedRun): Told {
  const { facts, workload, scenario } = run;
  const containers = scenario.pods.flatMap(({ spec }) => spec.containers.map(({ name }) => name));
  const lines = toldLines({ facts, containers, full: true, ...(workload === undefined ? {} : { workload }) });
  return { lines, origin: originOf(facts).time };
}
