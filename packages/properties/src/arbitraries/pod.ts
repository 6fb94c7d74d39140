import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Container, Pod, RestartPolicy } from '@simlet/objects';
import fc from 'fast-check';
import type { Role } from '../history/pod-parts.ts';
import { arbitraryContainer, containerBehaviourOf, containerOf } from './container.ts';
import type { ContainerShape } from './container.ts';
import type { Families } from './families.ts';
import { arbitraryGrace } from './span.ts';

/** A pod before its name is known. */
export interface PodShape {
  readonly graceSeconds: number;
  readonly restartPolicy: RestartPolicy;
  readonly activeDeadlineSeconds: number | undefined;
  /** One to four. */
  readonly containers: readonly ContainerShape[];
  readonly initContainers: readonly { readonly sidecar: boolean; readonly shape: ContainerShape }[];
}

/** A pod and how its containers behave. */
export interface BehavedPod {
  readonly pod: Pod;
  /** By `<pod>/<container>`. */
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
}

/** Any pod, as a shape: use `podOf` for the manifest and the behaviour. */
export function arbitraryPod(): fc.Arbitrary<PodShape> {
  return fc.record({
    graceSeconds: arbitraryGrace(),
    restartPolicy: fc.constantFrom('Always' as const, 'OnFailure' as const, 'Never' as const),
    activeDeadlineSeconds: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 1 },
      { arbitrary: fc.integer({ min: 1, max: 30 }), weight: 2 },
    ),
    containers: fc.array(arbitraryContainer(), { minLength: 1, maxLength: 4 }),
    initContainers: fc.array(fc.record({ sidecar: fc.boolean(), shape: arbitraryContainer() }), { maxLength: 3 }),
  });
}

interface Placed {
  readonly container: Container;
  readonly behaviour: ContainerBehaviour;
}

/** The pod of that name, with the features of the given families only. */
export function podOf(shape: PodShape, name: string, families: Families): BehavedPod {
  const place = (part: ContainerShape, role: Role, index: number): Placed => {
    const letter = role === 'regular' ? 'm' : role === 'sidecar' ? 's' : 'i';
    const own = `${letter}${index + 1}`;
    const port = (role === 'regular' ? 8_000 : 9_000) + 10 * index;
    const at = { name: own, image: `img-${name}-${own}:1`, role, graceSeconds: shape.graceSeconds, port };
    return { container: containerOf(part, at, families), behaviour: containerBehaviourOf(part, role, families) };
  };
  const init = shape.initContainers
    .filter(({ sidecar }) => (sidecar ? families.sidecars : families.initContainers))
    .map(({ sidecar, shape: part }, index) => place(part, sidecar ? 'sidecar' : 'init', index));
  const regular = shape.containers
    .slice(0, families.severalContainers ? shape.containers.length : 1)
    .map((part, index) => place(part, 'regular', index));
  const { graceSeconds, restartPolicy, activeDeadlineSeconds } = shape;
  return {
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        terminationGracePeriodSeconds: graceSeconds,
        restartPolicy,
        ...(activeDeadlineSeconds === undefined || !families.deadlines ? {} : { activeDeadlineSeconds }),
        ...(init.length === 0 ? {} : { initContainers: init.map(({ container }) => container) }),
        containers: regular.map(({ container }) => container),
      },
    },
    behaviour: Object.fromEntries(
      [...init, ...regular].map((placed) => [`${name}/${placed.container.name}`, placed.behaviour]),
    ),
  };
}
