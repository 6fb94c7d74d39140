import { scripted, seeded } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { DeviationTextError, formatDeviations, parseDeviations, shrink } from '@simlet/explorer';
import { invariants } from '@simlet/properties';
import { executeScenario } from '@simlet/trials';
import type { ScenarioExecution } from '@simlet/trials';
import { isOpen } from '../check/assumption.ts';
import { USUAL_RUNS } from '../check/settings.ts';
import { factsOf, subjectOf } from '../check/workload-experiment.ts';
import type { Freedom, Subject } from '../check/workload-experiment.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { RecordedRun } from '../failure-file.ts';
import { knownProperties } from '../own-properties.ts';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings, refuseUnknownContainers, wholeNumber } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';

/** The flags that say which run is wanted. */
export interface RunFlags extends Omit<ModelFlags, 'faults'>, TerminalFlags {
  /** The deviations as text; false with `--no-faults`. */
  readonly faults?: string | boolean;
  readonly seed?: string;
  readonly shrink?: boolean;
}

/** The run of a manifest, or how the command ends where there is none. */
export async function runOfManifest(path: string, flags: RunFlags, io: Io): Promise<ReplayedRun | ExitCode> {
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
  const properties = await knownProperties(flags.ownProperties);
  const seed = wholeNumber('--seed', flags.seed, Number.MAX_SAFE_INTEGER);
  if (seed !== undefined && typeof flags.faults === 'string')
    throw new UsageError('--seed: a seed has its own deviations, leave out --faults');
  const experiment = subject.experiment(seed === undefined ? 'all' : freedomOfSeed(seed, subject), properties);
  const made = experiment(seed === undefined ? chooser : seeded(String(seed)));
  const execution = flags.shrink === true ? simplest(subject.experiment('all', properties), made) : made;
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

/** Check leaves the numbers that nobody gave alone in the first half of its runs. */
function freedomOfSeed(seed: number, { assumptions }: Subject): Freedom {
  return assumptions.some(isOpen) && seed >= Math.ceil(USUAL_RUNS / 2) ? 'all' : 'given';
}

function simplest(experiment: ReturnType<Subject['experiment']>, made: ScenarioExecution): ScenarioExecution {
  const [breach] = made.breaches;
  return breach === undefined ? made : shrink(experiment, made, breach.id).execution;
}

/** The run of a scenario from a file, judged by what the model itself must keep as well. */
export async function runOfFile(
  path: string,
  { scenario, deviations }: RecordedRun,
  ownProperties: string | undefined,
): Promise<ReplayedRun> {
  const chooser = scripted(scenario.deviations ?? []);
  const promises = await knownProperties(ownProperties);
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

/** Deviations of which no decision of the run has the name are a mistake where the run is not compared with a recorded one. */
export function refuseUnused({ unused }: ReplayedRun): void {
  if (unused.length === 0) return;
  throw new UsageError(`--faults: no decision of this run has the name: ${formatDeviations(unused)}`);
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
