import { removeInstances } from './pleg.ts';
import { initContainers } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

/**
 * Removes dead instances of init containers: all but the newest of each before a start, all of them with their sandbox.
 * *Source:* kuberuntime_manager.go, pruneInitContainersBeforeStart and purgeInitContainers.
 */
export const removeInitInstances = (pod: PodState, turn: PodTurn, keepNewest: boolean): void => {
  const sync = pod.sync;
  if (sync?.pod === undefined) return;
  for (const container of initContainers(sync.pod.spec)) {
    const instances = sync.status.containers.filter((instance) => instance.name === container.name);
    const dead = instances.filter((instance) => instance.state === 'exited');
    removeInstances(pod, turn, keepNewest ? dead.slice(1) : instances);
  }
};
