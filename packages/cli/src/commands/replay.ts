import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { DeviationTextError, formatDeviations, parseDeviations } from '@simlet/explorer';
import { invariants, promises } from '@simlet/properties';
import { executeScenario } from '@simlet/trials';
import { factsOf, subjectOf } from '../check/workload-experiment.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { readRecorded } from '../failure-file.ts';
import type { RecordedRun } from '../failure-file.ts';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { isSame, replayJson, replayText } from '../render/replay-report.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings, refuseUnknownContainers } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';

export interface ReplayFlags extends Omit<ModelFlags, 'faults'>, TerminalFlags {
  /** The deviations as text; false with `--no-faults`. */
  readonly faults?: string | boolean;
  readonly digest?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `simlet replay`: makes one run again, shows it, and says whether it is the recorded one. */
export async function replay(path: string, flags: ReplayFlags, io: Io): Promise<ExitCode> {
  const recorded = path === '-' ? undefined : readRecorded(path, io.cwd);
  const expected = flags.digest ?? recorded?.digest;
  const run = recorded === undefined ? await runOfManifest(path, flags, io) : runOfFile(path, recorded);
  if (typeof run === 'number') return run;
  const terminal = terminalOf(io, flags);
  if (run.unused.length > 0) {
    const sign = paint(terminal, 'bad', signsOf(terminal).broken);
    io.err(` ${sign} no decision of this run has the name: ${printable(formatDeviations(run.unused))}\n`);
  }
  const text =
    flags.json === true
      ? replayJson(run, expected)
      : replayText(run, expected, flags.verbose === true, terminal).join('\n');
  io.out(`${text}\n`);
  if (run.unused.length > 0 || !isSame(run.execution.digest, expected)) return EXIT.notReproduced;
  return run.execution.breaches.length > 0 ? EXIT.broken : EXIT.held;
}

/** The run of a manifest, or how the command ends where there is none. */
async function runOfManifest(path: string, flags: ReplayFlags, io: Io): Promise<ReplayedRun | ExitCode> {
  const found = await readWorkloads([path], flags, io);
  reportProblems(found, io, terminalOf(io, flags));
  const [workload, other] = found.workloads;
  if (workload === undefined) {
    if (!found.unusable) io.err(nothingFound(found, flags));
    return found.unusable ? EXIT.input : EXIT.nothingChecked;
  }
  if (other !== undefined) {
    const names = found.workloads.map(({ kind, name }) => `${kind}/${name}`).join(', ');
    throw new UsageError(`${path} has several workloads, choose one with --workload: ${names}`);
  }
  const settings = modelSettings(flags);
  refuseUnknownContainers(settings, found.workloads);
  const subject = subjectOf(workload, settings, flags.faults !== false);
  const chooser = scripted(deviationsOf(flags.faults));
  const execution = subject.experiment('all', promises)(chooser);
  const scenario = subject.scenario(execution.deviations);
  return {
    path,
    workload,
    assumptions: subject.assumptions,
    deviations: execution.deviations,
    execution,
    unused: chooser.unused(),
    facts: factsOf(scenario),
    scenario,
  };
}

/** The run of a scenario from a file, judged by what the model itself must keep as well. */
function runOfFile(path: string, { scenario, deviations }: RecordedRun): ReplayedRun {
  const chooser = scripted(scenario.deviations ?? []);
  const promised = new Set(promises.map(({ id }) => id));
  const judged = [...promises, ...invariants.filter(({ id }) => !promised.has(id))];
  try {
    const execution = executeScenario(scenario, judged, chooser);
    return {
      path,
      assumptions: [],
      deviations: deviations ?? execution.deviations,
      execution,
      unused: chooser.unused(),
      facts: factsOf(scenario),
      scenario,
    };
  } catch (error) {
    // The file was written by hand, or by another version: what is in it need not be a scenario that can be run.
    throw new InputError(`${path} cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function deviationsOf(faults: string | boolean | undefined): readonly Deviation[] {
  if (typeof faults !== 'string' || faults === 'none') return [];
  try {
    return parseDeviations(faults);
  } catch (error) {
    if (error instanceof DeviationTextError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
