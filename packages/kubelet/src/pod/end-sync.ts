import type { ApiPod } from '../api-pod.ts';
import { BACKOFF_RETRY_MAXIMUM, ERROR_RETRY, ON_DEMAND_RELIST_DELAY, RESYNC_PERIOD } from '../constants.ts';
import type { LoopMessage } from '../messages.ts';
import type { StatusWriterMessage } from '../status-writer-process.ts';
import { failedSync } from './docker-messages.ts';
import { podEvent } from './events.ts';
import { shutdownOver } from './kill-now.ts';
import type { PodState, PodTurn, Sync, SyncError, SyncKind } from './state.ts';
import { resyncThatMatters } from './resync.ts';
import { scheduleTake } from './update.ts';
import { enqueue } from './work-queue.ts';

/**
 * How a sync ended, and what the worker does next. *Source:* pkg/kubelet/pod_workers.go, completeWork;
 * docs/fidelity.md 1.3.3.
 */
export const endSync = (pod: PodState, turn: PodTurn, sync: Sync, terminal: boolean): void => {
  const { lastSync } = pod.worker;
  pod.sync = undefined;
  pod.worker.lastSync = turn.now;
  const ok = sync.errors.length === 0;
  if (sync.kind === 'sync' && sync.acted && ok && pod.features.onDemandRelist)
    turn.after(ON_DEMAND_RELIST_DELAY, { kind: 'relist-on-demand' });
  if (!ok && pod.features.docker.failedSyncEvent) {
    const message = failedSync(sync.errors.map(({ text }) => text));
    podEvent(pod, turn, 'Warning', 'FailedSync', message);
  }
  const moved = ok && advance(pod, turn, sync.kind, terminal);
  if (pod.worker.finished) return;
  if (moved) {
    replay(pod, turn, sync.pod);
    enqueue(pod, turn, turn.now);
  } else if (ok) {
    const dueAt = turn.now + stretched(pod, turn, 'resync', RESYNC_PERIOD);
    enqueue(pod, turn, sync.acted ? dueAt : resyncThatMatters(pod, turn.now, lastSync, dueAt));
  } else {
    enqueue(pod, turn, turn.now + stretched(pod, turn, 'retry', retryAfter(pod, sync.errors, turn.now)));
  }
  // Nobody asks for it any more, and it would keep a pod object that is out of date.
  pod.worker.active = undefined;
  scheduleTake(pod, turn);
};

const advance = (pod: PodState, turn: PodTurn, kind: SyncKind, terminal: boolean): boolean => {
  if (kind === 'terminated' || (kind === 'terminating' && pod.worker.orphan)) {
    pod.worker.finished = true;
    pod.worker.terminatedAt ??= turn.now;
    if (pod.lastPod?.static === true)
      turn.send(pod.addresses.node.loop, { kind: 'static-pod-finished', uid: pod.uid } satisfies LoopMessage);
    return false;
  }
  if (kind === 'terminating') {
    const { shutsDown } = pod.worker;
    pod.worker.statusOverride = undefined;
    pod.worker.shutsDown = false;
    pod.worker.terminatedAt = turn.now;
    if (shutsDown) shutdownOver(pod, turn);
    turn.send(pod.addresses.node.statusWriter, { kind: 'pod-terminated', uid: pod.uid } satisfies StatusWriterMessage);
    return true;
  }
  if (terminal && pod.worker.terminatingAt === undefined) {
    pod.worker.terminatingAt = turn.now;
    return true;
  }
  return false;
};

/** A worker that moved on has itself something to do, with the pod that it knows. */
const replay = (pod: PodState, turn: PodTurn, api: ApiPod | undefined): void => {
  const { worker } = pod;
  if (worker.pending !== undefined) return;
  worker.pending = { type: 'sync', pod: worker.active?.pod ?? api };
  worker.pendingSince = turn.now;
};

/**
 * Since 1.35 the retry comes with the earliest end of a back-off. *Source:* pkg/kubelet/pod_workers.go, completeWork;
 * docs/fidelity.md 1.7.4.
 */
const retryAfter = (pod: PodState, errors: readonly SyncError[], now: number): number => {
  const ends = errors.flatMap((error) => (error.retryAt === undefined ? [] : [error.retryAt - now]));
  if (!pod.features.retryAtBackoffEnd || ends.length === 0) return ERROR_RETRY;
  return Math.max(0, Math.min(BACKOFF_RETRY_MAXIMUM, ...ends));
};

/** The kubelet stretches these times by 1 to 1.5; a calm world by nothing. */
const stretched = (pod: PodState, turn: PodTurn, what: string, time: number): number => {
  const thousandths = turn.decide.integer(`kubelet.jitter/${what}/${pod.name}`, { simplest: 0, min: 0, max: 499 });
  return time + Math.floor((time * thousandths) / 1_000);
};
