import { changeWorker } from './probe-results.ts';
import type { PodState } from './state.ts';

/** A sync that is cancelled takes the context of the workers that it made with it. */
export const cancelProbesOfSync = (pod: PodState): void => {
  if (!pod.features.cancelsProbes) return;
  const { syncCount } = pod.worker;
  for (const worker of pod.probes)
    if (worker.madeBySync === syncCount)
      changeWorker(pod, worker, (next) => {
        next.cancelled = true;
      });
};
