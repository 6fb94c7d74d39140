import type { PodState } from './state.ts';

/** A sync that is cancelled takes the context of the workers that it made with it. */
export const cancelProbesOfSync = (pod: PodState): void => {
  if (!pod.features.cancelsProbes) return;
  for (const [key, worker] of Object.entries(pod.probes))
    if (worker.madeBySync === pod.worker.syncCount)
      pod.probes = { ...pod.probes, [key]: { ...worker, cancelled: true } };
};
