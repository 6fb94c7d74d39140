import { armRelist, isFresh } from './pleg.ts';
import type { PodState, PodTurn } from './state.ts';
import { beginSync } from './sync.ts';

/** What was taken waits until the cache is newer than the last sync. */
export const workerMayBegin = (pod: PodState, turn: PodTurn): void => {
  const { worker } = pod;
  const { waiting } = worker;
  if (waiting === undefined || turn.now < waiting.notBefore) return;
  if (!isFresh(pod, turn.now)) return armRelist(pod, turn);
  worker.waiting = undefined;
  worker.syncCount += 1;
  beginSync(pod, turn, waiting.kind, worker.active?.pod ?? pod.lastPod, waiting.cancelled);
};
