import type { Micros } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Container, LifecycleHandler, Pod } from '@simlet/objects';
import type { Assumption, AssumptionSubject } from './assumption.ts';
import { flagFor } from './duration-flag.ts';
import type { DurationFlag } from './duration-flag.ts';
import { readOffHook } from './read-off-hook.ts';
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
  stop: { usual: SECOND, least: SECOND / 10, most: 10 * SECOND },
  run: { usual: 60 * SECOND, least: SECOND, most: 600 * SECOND },
};
const INIT_RUN: Range = { usual: SECOND, least: SECOND / 10, most: 60 * SECOND };

/** A container of a pod with where it stands in it. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: readonly (string | number)[];
  readonly role: 'init' | 'sidecar' | 'main';
}

/** All containers of a pod in spec order, init containers first. */
export function containersOf(pod: Pod): readonly PlacedContainer[] {
  const init = (pod.spec.initContainers ?? []).map((container, index) => ({
    container,
    path: ['spec', 'initContainers', index],
    role: container.restartPolicy === 'Always' ? ('sidecar' as const) : ('init' as const),
  }));
  const main = pod.spec.containers.map((container, index) => ({
    container,
    path: ['spec', 'containers', index],
    role: 'main' as const,
  }));
  return [...init, ...main];
}

/** Every duration that the simulation of a workload needs and its manifest does not fix. */
export function assumptionsOf(workload: Workload, settings: ModelSettings): readonly Assumption[] {
  return containersOf(workload.pod).flatMap((placed) => [
    ...hookAssumptions(workload, placed, 'postStart', settings.hook),
    ...hookAssumptions(workload, placed, 'preStop', settings.hook),
    ...runAssumptions(workload, placed, settings.run),
    ...(placed.role === 'init'
      ? []
      : [assumed('stop', placed.container.name, DEFAULTS.stop, settings.stop, '--stop-seconds')]),
  ]);
}

function hookAssumptions(
  workload: Workload,
  { container, path }: PlacedContainer,
  hook: 'preStop' | 'postStart',
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  const handler = container.lifecycle?.[hook];
  if (handler === undefined || !isScripted(handler)) return [];
  const read = flagFor(flags, container.name, false) === undefined ? readOffHook(handler) : undefined;
  if (read === undefined) return [assumed(hook, container.name, DEFAULTS[hook], flags, '--hook-seconds')];
  const line = workload.locate([...path, 'lifecycle', hook, 'exec', 'command'])?.line;
  return [
    {
      name: `${hook}/${container.name}`,
      subject: hook,
      container: container.name,
      usual: read.usual,
      least: read.least,
      most: read.most,
      origin: 'manifest',
      because: read.because,
      ...(line === undefined ? {} : { line }),
    },
  ];
}

/** Whether the duration of a handler is ours to say: that of a `sleep` is in the manifest, a `tcpSocket` fails at once. */
function isScripted(handler: LifecycleHandler): boolean {
  return handler.exec !== undefined || handler.httpGet !== undefined;
}

function runAssumptions(
  { kind }: Workload,
  { container, role }: PlacedContainer,
  flags: readonly DurationFlag[],
): readonly Assumption[] {
  if (role === 'init') return [assumed('run', container.name, INIT_RUN, flags, '--run-seconds')];
  const ends = role === 'main' && (kind === 'Job' || kind === 'CronJob');
  return ends ? [assumed('run', container.name, DEFAULTS.run, flags, '--run-seconds')] : [];
}

function assumed(
  subject: AssumptionSubject,
  container: string,
  usual: Range,
  flags: readonly DurationFlag[],
  flagName: string,
): Assumption {
  const flag = flagFor(flags, container, true);
  const name = `${subject}/${container}`;
  if (flag === undefined) {
    return { name, subject, container, ...usual, origin: 'default', because: `not known: ${flagName} tells` };
  }
  const { least, most } = flag;
  return { name, subject, container, usual: least, least, most, origin: 'flag', because: `${flagName} ${flag.text}` };
}
