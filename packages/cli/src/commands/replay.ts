import { formatDeviations } from '@simlet/explorer';
import type { Workload } from '@simlet/manifest';
import { readModelFailure } from '../campaign/model-failure.ts';
import { isModelPath } from '../campaign/read-model.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { factLines, readRecorded } from '../failure-file.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { differenceLines } from '../render/first-difference.ts';
import { isSame, replayJson, replayText } from '../render/replay-report.ts';
import { replayLine } from '../render/replay-line.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { terminalOf } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { millisecondsOf, modelSettings } from './model-flags.ts';
import { stepThrough, writeTrace } from './replay-forms.ts';
import { runOfFile, runOfManifest } from './replayed-run.ts';
import type { RunFlags } from './replayed-run.ts';

export interface ReplayFlags extends RunFlags {
  readonly digest?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly until?: string;
  readonly step?: boolean;
  readonly trace?: string;
}

/** `simlet replay`: makes one run again, shows it, and says whether it is the recorded one. */
export async function replay(path: string, flags: ReplayFlags, io: Io): Promise<ExitCode> {
  const modelFailure = readModelFailure(path, io.cwd);
  if (modelFailure !== undefined || isModelPath(path)) {
    const { replayModel } = await import('./replay-model.ts');
    return replayModel(path, modelFailure, flags, io);
  }
  const recorded = path === '-' ? undefined : readRecorded(path, io.cwd);
  if (recorded !== undefined && (flags.seed !== undefined || flags.shrink === true))
    throw new UsageError('--seed and --shrink are for manifests: a file has one run, the simplest that was found');
  const expected = flags.digest ?? recorded?.digest;
  const run =
    recorded === undefined
      ? await runOfManifest(path, flags, io)
      : await runOfFile(path, recorded, flags.ownProperties);
  if (typeof run === 'number') return run;
  const terminal = terminalOf(io, flags);
  if (flags.shrink === true && run.workload !== undefined) {
    const isBroken = run.execution.breaches.length > 0;
    const words = isBroken
      ? `Replay    ${replayOf(run, run.workload, flags)}`
      : 'nothing to shrink: this run breaks nothing';
    io.err(` ${printable(words)}\n`);
  }
  if (flags.trace !== undefined) writeTrace(flags.trace, run, io);
  if (flags.step === true) await stepThrough(run, io, terminal);
  if (run.unused.length > 0) {
    const sign = paint(terminal, 'bad', signsOf(terminal).broken);
    io.err(` ${sign} no decision of this run has the name: ${printable(formatDeviations(run.unused))}\n`);
  }
  const text =
    flags.json === true
      ? replayJson(run, expected)
      : replayText(run, expected, { verbose: flags.verbose === true, ...untilOf(flags) }, terminal).join('\n');
  io.out(`${text}\n`);
  if (recorded !== undefined && !isSame(run.execution.digest, expected)) {
    const lines = differenceLines(recorded, factLines(run.scenario), terminal);
    if (lines.length > 0) io.err(`${lines.join('\n')}\n`);
  }
  if (run.unused.length > 0 || !isSame(run.execution.digest, expected)) return EXIT.notReproduced;
  return run.execution.breaches.length > 0 ? EXIT.broken : EXIT.held;
}

/** The line that makes the run again that shrinking came to. */
function replayOf({ execution }: ReplayedRun, workload: Workload, flags: ReplayFlags): string {
  const { deviations, digest } = execution;
  const settings = modelSettings({ ...flags, faults: flags.faults !== false });
  return replayLine({
    workload,
    alone: flags.workload === undefined,
    settings,
    faults: flags.faults !== false,
    deviations,
    digest,
  });
}

function untilOf({ until }: ReplayFlags): { readonly until?: number } {
  const milliseconds = millisecondsOf('--until', until);
  return milliseconds === undefined ? {} : { until: milliseconds * 1_000 };
}
