import { initContainers, isSidecar } from './spec.ts';
import type { Kill, PodState } from './state.ts';

/**
 * Whether a container of a pod that is killed must wait for others: a sidecar for all regular containers and for later
 * sidecars. *Source:* pkg/kubelet/kuberuntime/kuberuntime_termination_order.go; docs/fidelity.md 4.1.
 */
export const mustWait = (pod: PodState, kill: Kill): boolean => {
  const spec = (pod.sync?.pod ?? pod.lastPod)?.spec;
  const { mutants } = pod.features;
  if (spec === undefined || mutants['sidecars-stop-at-once'] === true) return false;
  const sidecars = initContainers(spec).filter(isSidecar);
  const own = sidecars.findIndex((container) => container.name === kill.name);
  if (own < 0) return false;
  const isBefore = (name: string): boolean => {
    if (spec.containers.some((container) => container.name === name)) return true;
    const other = sidecars.findIndex((container) => container.name === name);
    return mutants['sidecars-stop-forward'] === true ? other >= 0 && other < own : other > own;
  };
  return pod.kills.some((other) => other.id !== kill.id && other.ordered && isBefore(other.name));
};
