import { armRelist, isFresh } from './pleg.ts';
import type { PodState, PodTurn, SyncKind } from './state.ts';
import { beginSync } from './sync.ts';

/** The worker takes what is pending; it waits until the cache is newer than its last sync. */
export const takeUpdate = (pod: PodState): void => {
  const { take: _fired, ...timers } = pod.timers;
  pod.timers = timers;
  const { pending, pendingSince: _since, ...worker } = pod.worker;
  if (pending === undefined || pod.sync !== undefined) return;
  const { terminatingAt, terminatedAt } = worker;
  const kind: SyncKind =
    terminatedAt !== undefined ? 'terminated' : terminatingAt !== undefined ? 'terminating' : 'sync';
  pod.worker = { ...worker, active: pending, waiting: { kind, cancelled: false } };
};

export const workerMayBegin = (pod: PodState, turn: PodTurn): void => {
  const { waiting, ...worker } = pod.worker;
  if (waiting === undefined) return;
  if (!isFresh(pod, turn.now)) return armRelist(pod, turn);
  pod.worker = { ...worker, syncCount: worker.syncCount + 1 };
  beginSync(pod, turn, waiting.kind, worker.active?.pod ?? pod.lastPod, waiting.cancelled);
};
