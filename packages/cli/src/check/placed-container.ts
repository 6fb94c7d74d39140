import type { Container, Pod } from '@simlet/objects';

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
