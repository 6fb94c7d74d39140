import { parseCase, toScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { Deviation, Micros } from '@simlet/core';
import { DeviationTextError, formatDeviations, parseDeviations } from '@simlet/explorer';
import type { Pod } from '@simlet/objects';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { subjectOf } from '../check/workload-experiment.ts';
import { failingHooks, withFailingHooks } from '../describe/hook-exit.ts';
import type { FailingHook } from '../describe/hook-exit.ts';
import { lookAt } from '../describe/look-at.ts';
import type { NoPod, Sight } from '../describe/look-at.ts';
import { formatClock, formatDuration, parseDuration } from '../duration.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { readRecorded } from '../failure-file.ts';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import { describePod } from '../render/describe-pod.ts';
import { printable } from '../render/paint.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings, refuseUnknownContainers } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';

export interface DescribeFlags extends Omit<ModelFlags, 'faults'>, TerminalFlags {
  readonly at?: string;
  readonly pod?: string;
  readonly faults?: string;
  /** Comes before `kubeVersion`. */
  readonly kubernetesVersion?: string;
}

/** No run is made longer than a week, in microseconds. */
const LATEST: Micros = 7 * 86_400_000_000;

/** A pod to be described and the run that it is in. */
interface Subject {
  readonly scenario: Scenario;
  readonly pod: Pod;
}

/** `simlet describe`: runs what `check` runs first, up to an instant, and prints its pods. */
export async function describe(path: string, given: DescribeFlags, io: Io): Promise<ExitCode> {
  const version = given.kubernetesVersion ?? given.kubeVersion;
  const flags = version === undefined ? given : { ...given, kubeVersion: version };
  const at = instantOf(flags.at);
  const recorded = path === '-' ? undefined : scenarioAt(path, io.cwd);
  const subjects =
    recorded === undefined ? await subjectsOfManifest(path, flags, io) : subjectsOfScenario(recorded, flags);
  if (typeof subjects === 'number') return subjects;
  const wanted = subjects.filter(({ pod }) => flags.pod === undefined || pod.metadata.name === flags.pod);
  if (wanted.length === 0) {
    const names = subjects.map(({ pod }) => pod.metadata.name ?? '').join(', ');
    throw new UsageError(
      `${path} has no pod ${flags.pod ?? ''}: there ${subjects.length === 1 ? 'is' : 'are'} ${names}`,
    );
  }
  const sights = wanted.map(({ scenario, pod }) =>
    recorded === undefined ? lookAt(scenario, pod, at) : lookInFile(path, scenario, pod, at),
  );
  return print(sights, io);
}

function print(sights: readonly Sight[], io: Io): ExitCode {
  const texts = sights.flatMap(({ seen }) => ('pod' in seen ? [describePod(seen).join('\n')] : []));
  if (texts.length > 0) io.out(`${texts.join('\n\n\n')}\n`);
  for (const { seen } of sights) if (!('pod' in seen)) io.err(`${notFound(seen)}\n`);
  const unused = sights.flatMap((sight) => sight.unused);
  if (unused.length > 0) io.err(` no decision of this run has the name: ${printable(formatDeviations(unused))}\n`);
  if (unused.length > 0) return EXIT.notReproduced;
  return texts.length === sights.length ? EXIT.held : EXIT.nothingChecked;
}

/** As kubectl says it, and when there is the pod. */
function notFound({ at, name, lives }: NoPod): string {
  const spans = lives.map(
    ({ from, to }) => `from ${formatClock(from)} s ${to === undefined ? 'on' : `to ${formatClock(to)} s`}`,
  );
  const when = spans.length === 0 ? 'it is never created' : `it exists ${spans.join(', and ')}`;
  return `Error from server (NotFound): pods "${printable(name)}" not found at ${formatDuration(at)}: ${when}`;
}

function lookInFile(path: string, scenario: Scenario, pod: Pod, at: Micros | undefined): Sight {
  try {
    return lookAt(scenario, pod, at);
  } catch (error) {
    // The file was written by hand, or by another version: what is in it need not be a scenario that can be run.
    throw new InputError(`${path} cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function instantOf(text: string | undefined): Micros | undefined {
  if (text === undefined) return undefined;
  const at = parseDuration(text);
  if (at === undefined) throw new UsageError(`--at ${text}: expected a time since the start of the run, such as 7.1s`);
  if (at > LATEST) throw new UsageError(`--at ${text}: at most ${formatDuration(LATEST)}`);
  return at;
}

/** The pods of a manifest, each in the calm run that `check` begins with, or what ends the command. */
async function subjectsOfManifest(path: string, flags: DescribeFlags, io: Io): Promise<readonly Subject[] | ExitCode> {
  const found = await readWorkloads([path], flags, io);
  reportProblems(found, io, terminalOf(io, flags));
  if (found.workloads.length === 0) {
    if (!found.unusable) io.err(nothingFound(found, flags));
    return found.unusable ? EXIT.input : EXIT.nothingChecked;
  }
  const deviations = deviationsOf(flags.faults);
  const settings = modelSettings(flags);
  refuseUnknownContainers(settings, found.workloads);
  return found.workloads.map((workload) => {
    const { pod } = workload;
    const failing = failingHooks(pod);
    for (const each of failing) io.err(`${failingNote(each)}\n`);
    return { pod, scenario: withFailingHooks(subjectOf(workload, settings, true).scenario(deviations), failing) };
  });
}

function failingNote({ container, hook, exitCode }: FailingHook): string {
  const end = hook === 'postStart' ? '; the pod is never ready, and nobody deletes it' : '';
  return ` ${hook} of ${printable(container)} fails each time, with exit code ${exitCode} as its command says${end}`;
}

function subjectsOfScenario(recorded: Scenario, flags: DescribeFlags): readonly Subject[] {
  const { kubernetesVersion } = modelSettings(flags);
  const scenario: Scenario = {
    ...recorded,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    ...(flags.faults === undefined ? {} : { deviations: deviationsOf(flags.faults) }),
  };
  return scenario.pods.map((pod) => ({ scenario, pod }));
}

/** The scenario in a file: recorded by `check`, alone, or that of a conformance case; undefined where it is a manifest. */
function scenarioAt(path: string, cwd: string): Scenario | undefined {
  const recorded = readRecorded(path, cwd);
  if (recorded !== undefined || !path.endsWith('.json')) return recorded?.scenario;
  const parsed = parseCase(readFileSync(resolve(cwd, path), 'utf8'));
  return parsed.kind === 'case' ? toScenario(parsed.case) : undefined;
}

function deviationsOf(faults: string | undefined): readonly Deviation[] {
  if (faults === undefined || faults === 'none') return [];
  try {
    return parseDeviations(faults);
  } catch (error) {
    if (error instanceof DeviationTextError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
