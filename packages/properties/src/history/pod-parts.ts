import type { Container, Pod, Probe } from '@simlet/objects';

/** `init`: runs to its end before the next; `sidecar`: an init container with `restartPolicy: Always`. */
export type Role = 'init' | 'sidecar' | 'regular';

/** A container of a pod spec and the part it plays. */
export interface Part {
  readonly container: Container;
  readonly role: Role;
  /** Among init containers for `init` and `sidecar`, else among the regular ones. */
  readonly index: number;
}

/** All containers of a pod in the order in which they start. */
export function partsOf(pod: Pod): readonly Part[] {
  const init = (pod.spec.initContainers ?? []).map((container, index): Part => {
    return { container, role: container.restartPolicy === 'Always' ? 'sidecar' : 'init', index };
  });
  return [...init, ...pod.spec.containers.map((container, index): Part => ({ container, role: 'regular', index }))];
}

/** The grace period of a pod after API defaulting, in seconds. *Source*: pkg/apis/core/v1/defaults.go. */
export function graceSecondsOf(pod: Pod): number {
  return pod.spec.terminationGracePeriodSeconds ?? 30;
}

/** The failure threshold of a probe after API defaulting. *Source*: pkg/apis/core/v1/defaults.go. */
export function failureThresholdOf(probe: Probe): number {
  return probe.failureThreshold ?? 3;
}

/** `main#2` is the instance 2 of the container `main`; a bare name is left as it is. */
export function containerName(instance: string): string {
  const hash = instance.lastIndexOf('#');
  return hash < 0 ? instance : instance.slice(0, hash);
}

/** The container that an event is about: `spec.initContainers{web}` names `web`. */
export function containerOfFieldPath(fieldPath: string | undefined): string | undefined {
  const match = fieldPath === undefined ? null : /\{(.*)\}$/.exec(fieldPath);
  return match?.[1];
}
