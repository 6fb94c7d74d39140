import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Container, Lifecycle, Probe } from '@simlet/objects';
import fc from 'fast-check';
import type { Families } from './families.ts';
import { arbitraryHook, deliveriesOf, handlerOf } from './hook.ts';
import type { HookShape } from './hook.ts';
import { arbitraryProbe, probeBehaviourOf, probeOf } from './probe.ts';
import type { ProbeShape } from './probe.ts';
import { arbitraryProcess, processOf } from './process.ts';
import type { ProcessShape } from './process.ts';
import type { Role } from '../history/pod-parts.ts';

/** A container before its name and its part in the pod are known. */
export interface ContainerShape {
  readonly postStart: HookShape | undefined;
  readonly preStop: HookShape | undefined;
  readonly liveness: ProbeShape | undefined;
  readonly readiness: ProbeShape | undefined;
  readonly startup: ProbeShape | undefined;
  readonly image: { readonly pullMs: number; readonly pullErrors: number };
  /** How the first instances run; the last repeats. */
  readonly instances: readonly ProcessShape[];
}

/** Any container. */
export function arbitraryContainer(): fc.Arbitrary<ContainerShape> {
  const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  return fc.record({
    postStart: maybe(arbitraryHook()),
    preStop: maybe(arbitraryHook()),
    liveness: maybe(arbitraryProbe()),
    readiness: maybe(arbitraryProbe()),
    startup: maybe(arbitraryProbe()),
    image: fc.record({
      pullMs: fc.oneof(fc.constant(400), fc.nat(3_000)),
      pullErrors: fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, { arbitrary: fc.nat(2), weight: 1 }),
    }),
    instances: fc.array(arbitraryProcess(), { minLength: 1, maxLength: 3 }),
  });
}

/** Where a container stands. */
export interface Place {
  readonly name: string;
  readonly image: string;
  readonly role: Role;
  readonly graceSeconds: number;
  /** The first of ten ports that only this container uses. */
  readonly port: number;
}

/** The container as a manifest has it. Regular init containers may have neither hooks nor probes. */
export function containerOf(shape: ContainerShape, place: Place, families: Families): Container {
  const { name, image, role } = place;
  const base: Container = {
    name,
    image,
    command: ['entrypoint'],
    ...(role === 'sidecar' ? { restartPolicy: 'Always' as const } : {}),
  };
  if (role === 'init') return base;
  const lifecycle = lifecycleOf(shape, place, families);
  return {
    ...base,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(families.probes && !families.crashLoops ? probesOf(shape, place.port) : {}),
  };
}

function lifecycleOf(shape: ContainerShape, place: Place, families: Families): Lifecycle | undefined {
  const { graceSeconds, port } = place;
  const { postStart, preStop } = shape;
  const hooks: Lifecycle = {
    ...(families.postStart && postStart !== undefined
      ? { postStart: handlerOf(postStart, 'postStart', graceSeconds, port) }
      : {}),
    ...(families.preStop && preStop !== undefined
      ? { preStop: handlerOf(preStop, 'preStop', graceSeconds, port) }
      : {}),
  };
  return Object.keys(hooks).length === 0 ? undefined : hooks;
}

function probesOf(
  shape: ContainerShape,
  port: number,
): { readonly livenessProbe?: Probe; readonly readinessProbe?: Probe; readonly startupProbe?: Probe } {
  const { liveness, readiness, startup } = shape;
  return {
    ...(liveness === undefined ? {} : { livenessProbe: probeOf(liveness, 'liveness', port + 1) }),
    ...(readiness === undefined ? {} : { readinessProbe: probeOf(readiness, 'readiness', port + 2) }),
    ...(startup === undefined ? {} : { startupProbe: probeOf(startup, 'startup', port + 3) }),
  };
}

/** How the container behaves. An init container ends by itself, with 0 in the end. */
export function containerBehaviourOf(shape: ContainerShape, role: Role, families: Families): ContainerBehaviour {
  const isLast = (index: number): boolean => index === shape.instances.length - 1;
  const [first, ...later] = shape.instances.map((process, index) => processOf(process, role, families, isLast(index)));
  const last = later.at(-1) ?? first;
  const attempts =
    role === 'init' ? [...later, { ...last, exitCode: 0, createError: false, startError: false }] : later;
  const { postStart, preStop, liveness, readiness, startup } = shape;
  return {
    ...first,
    pullMs: shape.image.pullMs,
    ...(families.failures ? { pullErrors: shape.image.pullErrors } : {}),
    ...(postStart === undefined ? {} : { postStart: deliveriesOf(postStart, families) }),
    ...(preStop === undefined ? {} : { preStop: deliveriesOf(preStop, families) }),
    ...(liveness === undefined ? {} : { liveness: probeBehaviourOf(liveness, 'liveness') }),
    ...(readiness === undefined ? {} : { readiness: probeBehaviourOf(readiness, 'readiness') }),
    ...(startup === undefined ? {} : { startup: probeBehaviourOf(startup, 'startup') }),
    ...(attempts.length === 0 ? {} : { attempts: [{}, ...attempts] }),
  };
}
