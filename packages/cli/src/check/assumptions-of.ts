import type { Micros } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import { knownSidecar } from '@simlet/objects';
import type { LifecycleHandler } from '@simlet/objects';
import type { Assumption, AssumptionSubject } from './assumption.ts';
import { exitCodeOf } from './command-exit.ts';
import { flagFor } from './duration-flag.ts';
import type { DurationFlag } from './duration-flag.ts';
import { isMeantToEnd } from './meant-to-end.ts';
import { missingProgram } from './missing-program.ts';
import { containersOf } from './placed-container.ts';
import { processOneOf } from './process-one.ts';
import type { ProcessOne } from './process-one.ts';
import type { PlacedContainer } from './placed-container.ts';
import { readOffCommand, readOffStart } from './read-off-command.ts';
import type { ReadOff } from './read-off-command.ts';
import type { ModelSettings } from './settings.ts';

interface Range {
  readonly usual: Micros;
  readonly least: Micros;
  readonly most: Micros;
}

const SECOND = 1_000_000;

/** What is taken where nobody knows better. Wide on purpose: a property that breaks inside is said to depend on the number. */
const DEFAULTS: Readonly<Record<AssumptionSubject, Range>> = {
  preStop: { usual: SECOND, least: SECOND / 10, most: 180 * SECOND },
  postStart: { usual: SECOND, least: SECOND / 10, most: 180 * SECOND },
  start: { usual: 0, least: 0, most: 30 * SECOND },
  stop: { usual: SECOND, least: SECOND / 10, most: 10 * SECOND },
  signal: { usual: 0, least: 0, most: 1 },
  run: { usual: 60 * SECOND, least: SECOND, most: 600 * SECOND },
};
const INIT_RUN: Range = { usual: SECOND, least: SECOND / 10, most: 60 * SECOND };

const FLAG_NAMES: Readonly<Record<AssumptionSubject, string>> = {
  preStop: '--hook-seconds',
  postStart: '--hook-seconds',
  start: '--start-seconds',
  stop: '--stop-seconds',
  signal: '--stop-seconds',
  run: '--run-seconds',
};

/** The flag that tells a duration. */
export function flagNameOf(subject: AssumptionSubject): string {
  return FLAG_NAMES[subject];
}

/** Every duration that the simulation of a workload needs and its manifest does not fix. */
export function assumptionsOf(workload: Workload, settings: ModelSettings): readonly Assumption[] {
  return containersOf(workload.pod).flatMap((placed) => [
    ...startAssumptions(workload, placed, settings.start),
    ...hookAssumptions(workload, placed, 'postStart', settings.hook),
    ...hookAssumptions(workload, placed, 'preStop', settings.hook),
    ...runAssumptions(workload, placed, settings.run),
    ...(placed.role === 'init' ? [] : stopAssumptions(workload, placed, settings.stop)),
  ]);
}

/** How long the probes of a container fail at first: asked only where it has any. */
function startAssumptions(
  workload: Workload,
  placed: PlacedContainer,
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  const { container, role, path } = placed;
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (role === 'init' || (livenessProbe ?? readinessProbe ?? startupProbe) === undefined) return [];
  const read = readOffStart(programOf(placed), workload.environment(container.name));
  return [assumed('start', container.name, DEFAULTS.start, flags, read, lineOf(workload, [...path, 'command']))];
}

function hookAssumptions(
  workload: Workload,
  { container, path }: PlacedContainer,
  hook: 'preStop' | 'postStart',
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  const handler = container.lifecycle?.[hook];
  if (handler === undefined || !isScripted(handler)) return [];
  const line = lineOf(workload, [...path, 'lifecycle', hook, 'exec', 'command']);
  const missing = missingProgram(handler.exec?.command, container.image);
  if (missing !== undefined) {
    const because = `no ${missing} in the image ${container.image}: it fails at once`;
    return [assumed(hook, container.name, DEFAULTS[hook], [], { least: 0, most: 0, because }, line)];
  }
  const read = readOffCommand(handler.exec?.command, workload.environment(container.name));
  return [assumed(hook, container.name, DEFAULTS[hook], flags, read, line)];
}

/** Whether the duration of a handler is ours to say: that of a `sleep` is in the manifest, a `tcpSocket` fails at once. */
function isScripted(handler: LifecycleHandler): boolean {
  return handler.exec !== undefined || handler.httpGet !== undefined;
}

function runAssumptions(
  workload: Workload,
  placed: PlacedContainer,
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  const { container, role, path } = placed;
  const isWork = role === 'main' && isMeantToEnd(workload);
  const ends = isWork && (knownSidecar(container) === undefined || isAskedToEnd(workload, container.name));
  if (role !== 'init' && !ends) return [];
  const read = readOffCommand(programOf(placed), workload.environment(container.name));
  const line = lineOf(workload, [...path, 'command']);
  return [assumed('run', container.name, role === 'init' ? INIT_RUN : DEFAULTS.run, flags, read, line)];
}

/** Whether the command of another container ends this one with its last words: over its port, or as a process of the same pod. */
function isAskedToEnd({ pod }: Workload, name: string): boolean {
  const others = containersOf(pod).filter(({ container }) => container.name !== name);
  const ends =
    pod.spec.shareProcessNamespace === true
      ? /quitquitquit|linkerd-await\b.*--shutdown|\b(?:pkill|killall)\s/u
      : /quitquitquit|linkerd-await\b.*--shutdown/u;
  return others.some((placed) => ends.test(programOf(placed)?.join(' ') ?? ''));
}

/** How long a container takes to exit after SIGTERM, and whether SIGTERM reaches its program at all. */
function stopAssumptions(
  workload: Workload,
  placed: PlacedContainer,
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  const stop = stopAssumption(placed, flags);
  const one = processOneIn(workload, placed);
  const told = flagFor(flags, placed.container.name, one?.gets === 'depends') !== undefined;
  if (one === undefined || one.gets === 'yes' || told || signalsItself(placed)) return [stop];
  const { name } = placed.container;
  const line = lineOf(workload, [...placed.path, 'command']);
  const signal: Assumption = {
    name: `signal/${name}`,
    subject: 'signal',
    container: name,
    ...(one.gets === 'no' ? { usual: 1, least: 1, most: 1 } : DEFAULTS.signal),
    origin: 'manifest',
    because: `${one.because} (--stop-seconds ${name}=TIME if it does exit)`,
    ...(line === undefined ? {} : { line }),
  };
  return one.gets === 'no' ? [signal] : [stop, signal];
}

/** Whether its own PreStop hook tells the program to stop, so that it need not get SIGTERM. */
function signalsItself({ container }: PlacedContainer): boolean {
  const words = container.lifecycle?.preStop?.exec?.command?.join(' ') ?? '';
  return /(?:^|[\s;&|/])(?:kill|pkill|killall)\s|-s\s+(?:quit|stop|TERM)\b|(?:^|[\s-])(?:shutdown|stop|quit)\b/u.test(
    words,
  );
}

function stopAssumption({ container }: PlacedContainer, flags: readonly DurationFlag[]): Assumption {
  const seconds = knownSidecar(container)?.stopSeconds;
  if (seconds === undefined) return assumed('stop', container.name, DEFAULTS.stop, flags);
  const usual = seconds * SECOND;
  return assumed(
    'stop',
    container.name,
    { usual, least: DEFAULTS.stop.least, most: Math.max(DEFAULTS.stop.most, 2 * usual) },
    flags,
  );
}

/** The command line of a container, where the manifest and not the image says it. */
export function programOf({ container }: PlacedContainer): readonly string[] | undefined {
  return container.command === undefined ? undefined : [...container.command, ...(container.args ?? [])];
}

/** What process 1 of a container does with SIGTERM; with a shared namespace of processes its program is not process 1. */
export function processOneIn({ pod }: Pick<Workload, 'pod'>, placed: PlacedContainer): ProcessOne | undefined {
  if (pod.spec.shareProcessNamespace === true) return undefined;
  return processOneOf(programOf(placed), placed.container.image);
}

/** The exit code of the program of a container that runs to its end: 0 where its words do not say another. */
export function runExitCode(placed: PlacedContainer): number {
  return exitCodeOf(programOf(placed)) ?? 0;
}

function lineOf(workload: Workload, path: readonly (string | number)[]): number | undefined {
  return workload.locate(path)?.line;
}

/** A flag that names the container comes first, then what the words say, then a flag for all, then the default. */
function assumed(
  subject: AssumptionSubject,
  container: string,
  standard: Range,
  flags: readonly DurationFlag[],
  read?: ReadOff,
  line?: number,
): Assumption {
  const common = { name: `${subject}/${container}`, subject, container };
  const flagName = FLAG_NAMES[subject];
  const flag = flagFor(flags, container, read?.most === undefined);
  if (flag !== undefined) {
    // A flag for all knows no less than the words of this one.
    const floor = flag.container === undefined ? (read?.least ?? 0) : 0;
    const [least, most] = [Math.max(flag.least, floor), Math.max(flag.most, floor)];
    return { ...common, usual: least, least, most, origin: 'flag', because: `${flagName} ${flag.text}` };
  }
  if (read === undefined) return { ...common, ...standard, origin: 'default', because: `not known: ${flagName} tells` };
  const { least, because, allowed } = read;
  const range = {
    usual: least,
    least,
    most: read.most ?? least + standard.most,
    ...(allowed === undefined ? {} : { allowed }),
  };
  return { ...common, ...range, origin: 'manifest', because, ...(line === undefined ? {} : { line }) };
}
