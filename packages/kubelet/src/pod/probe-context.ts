import type { PodState } from './state.ts';

/** A sync that is cancelled takes the context of the workers that it made with it. */
export const cancelProbesOfSync = (pod: PodState): void => {
  if (!pod.features.cancelsProbes) return;
  const { syncCount } = pod.worker;
  if (!pod.probes.some((worker) => worker.madeBySync === syncCount)) return;
  pod.probes = pod.probes.map((worker) => (worker.madeBySync === syncCount ? { ...worker, cancelled: true } : worker));
};
