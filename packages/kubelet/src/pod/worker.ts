import { SECOND } from '@simlet/core';

import type { ApiPod } from '../api-pod.ts';
import {
  BACKOFF_RETRY_MAXIMUM,
  ERROR_RETRY,
  KILL_CALLER_MINIMUM_SECONDS,
  ON_DEMAND_RELIST_DELAY,
  RESYNC_PERIOD,
  WORKER_REST,
  WORKER_WAKE_DELAY,
} from '../constants.ts';
import { statusWriterAddress } from '../names.ts';
import type { StatusWriterMessage } from '../status-writer-process.ts';
import { podEvent } from './events.ts';
import { effectiveGrace } from './grace.ts';
import { armRelist, isFresh } from './pleg.ts';
import { cancelProbesOfSync } from './probe-workers.ts';
import type { PodState, PodTurn, Sync, SyncError, SyncKind, Update, Worker } from './state.ts';
import { beginSync } from './sync.ts';
import { isPodTerminal } from './terminal.ts';
import { enqueue } from './work-queue.ts';

export const NEW_WORKER: Worker = {
  finished: false,
  forgotten: false,
  deleted: false,
  evicted: false,
  orphan: false,
  grace: 0,
  lastSync: -1,
  syncCount: 0,
};

/**
 * Takes note of a change that concerns the pod. *Source:* kubelet-behaviour 1.3.2; pkg/kubelet/pod_workers.go, UpdatePod.
 */
export const updatePod = (pod: PodState, turn: PodTurn, update: Update): void => {
  if (pod.worker.finished) return;
  const seen = firstSight(pod, turn, update);
  if (!seen && pod.worker.terminatingAt !== undefined && update.type === 'create') return;
  const became = becomeTerminating(pod, turn, update);
  const shortened = pod.worker.terminatingAt !== undefined && storeGrace(pod, update);
  if (pod.worker.terminatedAt === undefined && update.kill?.evict === true) waitForKill(pod, turn, update);
  pod.worker = { ...pod.worker, pending: update, pendingSince: turn.now };
  if (became || shortened) cancelContext(pod);
  scheduleTake(pod, turn);
};

/** The sync in progress, or the one about to begin, goes on in a context that is cancelled. */
const cancelContext = (pod: PodState): void => {
  const { waiting } = pod.worker;
  if (waiting !== undefined) pod.worker = { ...pod.worker, waiting: { ...waiting, cancelled: true } };
  if (pod.sync === undefined) return;
  pod.sync = { ...pod.sync, cancelled: true };
  cancelProbesOfSync(pod);
};

/** A pod that is over in the API and of which nothing runs needs only to be cleaned up. */
const firstSight = (pod: PodState, turn: PodTurn, update: Update): boolean => {
  if (pod.worker.startedAt !== undefined) return false;
  pod.worker = { ...pod.worker, startedAt: turn.now };
  const runs = (pod.pleg.status?.containers ?? []).some((instance) => instance.state === 'running');
  if (update.pod !== undefined && isPodTerminal(update.pod.status.phase) && !runs)
    pod.worker = { ...pod.worker, terminatingAt: turn.now, terminatedAt: turn.now };
  return true;
};

const becomeTerminating = (pod: PodState, turn: PodTurn, update: Update): boolean => {
  if (pod.worker.terminatingAt !== undefined) return false;
  const deleted = update.pod?.deletionTimestamp !== undefined;
  if (deleted) pod.worker = { ...pod.worker, deleted: true };
  if (update.pod === undefined) pod.worker = { ...pod.worker, deleted: true, orphan: true };
  else if (!deleted && !isPodTerminal(update.pod.status.phase) && update.type !== 'kill') return false;
  const evicted = pod.worker.evicted || update.kill?.evict === true;
  pod.worker = { ...pod.worker, terminatingAt: turn.now, evicted };
  return true;
};

const storeGrace = (pod: PodState, update: Update): boolean => {
  const api = update.pod ?? pod.lastPod;
  const override = update.kill?.override;
  if (update.kill?.status !== undefined) pod.worker = { ...pod.worker, statusOverride: update.kill.status };
  if (api === undefined) {
    pod.worker = { ...pod.worker, grace: override ?? 1 };
    return false;
  }
  const { grace, shortened } = effectiveGrace(pod.worker.grace, api, override, pod.features);
  pod.worker = { ...pod.worker, grace };
  return shortened;
};

/** The caller of an eviction waits for its end, but not for ever. *Source:* kubelet-behaviour 3.5. */
const waitForKill = (pod: PodState, turn: PodTurn, update: Update): void => {
  const grace = update.kill?.override ?? update.pod?.spec.terminationGracePeriodSeconds ?? 0;
  const seconds = Math.max(KILL_CALLER_MINIMUM_SECONDS, grace + Math.floor(grace / 2));
  turn.after(seconds * SECOND, { kind: 'kill-deadline' });
};

export const killDeadline = (pod: PodState, turn: PodTurn): void => {
  if (pod.worker.terminatedAt !== undefined) return;
  const message = 'Container runtime did not kill the pod within specified grace period.';
  podEvent(pod, turn, 'Warning', 'ExceededGracePeriod', message);
};

const scheduleTake = (pod: PodState, turn: PodTurn): void => {
  const { pendingSince, lastSync } = pod.worker;
  if (pod.sync !== undefined || pod.worker.waiting !== undefined || pendingSince === undefined || pod.timers.take !== undefined) return;
  const rested = lastSync < 0 ? 0 : lastSync + WORKER_REST;
  const at = Math.max(pendingSince + WORKER_WAKE_DELAY, rested);
  pod.timers = { ...pod.timers, take: turn.after(Math.max(0, at - turn.now), { kind: 'take' }) };
};

/** The worker takes what is pending; it waits until the cache is newer than its last sync. */
export const takeUpdate = (pod: PodState, turn: PodTurn): void => {
  const { take: _fired, ...timers } = pod.timers;
  pod.timers = timers;
  const { pending, pendingSince: _since, ...worker } = pod.worker;
  if (pending === undefined || pod.sync !== undefined) return;
  const { terminatingAt, terminatedAt } = worker;
  const kind: SyncKind = terminatedAt !== undefined ? 'terminated' : terminatingAt !== undefined ? 'terminating' : 'sync';
  pod.worker = { ...worker, active: pending, waiting: { kind, cancelled: false } };
  workerMayBegin(pod, turn);
};

export const workerMayBegin = (pod: PodState, turn: PodTurn): void => {
  const { waiting, ...worker } = pod.worker;
  if (waiting === undefined) return;
  if (!isFresh(pod, turn.now)) return armRelist(pod, turn);
  pod.worker = { ...worker, syncCount: worker.syncCount + 1 };
  beginSync(pod, turn, waiting.kind, worker.active?.pod ?? pod.lastPod, waiting.cancelled);
};

/** How a sync ended, and what the worker does next. *Source:* kubelet-behaviour 1.3.3; pod_workers.go, completeWork. */
export const endSync = (pod: PodState, turn: PodTurn, sync: Sync, terminal: boolean): void => {
  pod.sync = undefined;
  pod.worker = { ...pod.worker, lastSync: turn.now };
  const ok = sync.errors.length === 0;
  if (sync.kind === 'sync' && sync.acted && ok && pod.features.onDemandRelist)
    turn.after(ON_DEMAND_RELIST_DELAY, { kind: 'relist-on-demand' });
  const moved = ok && advance(pod, turn, sync.kind, terminal);
  if (pod.worker.finished) return;
  if (moved) {
    replay(pod, turn, sync.pod);
    enqueue(pod, turn, turn.now);
  } else if (ok) {
    enqueue(pod, turn, turn.now + stretched(pod, turn, 'resync', RESYNC_PERIOD));
  } else {
    enqueue(pod, turn, turn.now + stretched(pod, turn, 'retry', retryAfter(pod, sync.errors, turn.now)));
  }
  scheduleTake(pod, turn);
};

const advance = (pod: PodState, turn: PodTurn, kind: SyncKind, terminal: boolean): boolean => {
  if (kind === 'terminated' || (kind === 'terminating' && pod.worker.orphan)) {
    pod.worker = { ...pod.worker, finished: true, terminatedAt: pod.worker.terminatedAt ?? turn.now };
    return false;
  }
  if (kind === 'terminating') {
    const { statusOverride: _said, ...worker } = pod.worker;
    pod.worker = { ...worker, terminatedAt: turn.now };
    turn.send(statusWriterAddress(pod.hosts), { kind: 'pod-terminated', uid: pod.uid } satisfies StatusWriterMessage);
    return true;
  }
  if (terminal && pod.worker.terminatingAt === undefined) {
    pod.worker = { ...pod.worker, terminatingAt: turn.now };
    return true;
  }
  return false;
};

/** A worker that moved on has itself something to do, with the pod that it knows. */
const replay = (pod: PodState, turn: PodTurn, api: ApiPod | undefined): void => {
  if (pod.worker.pending !== undefined) return;
  pod.worker = { ...pod.worker, pending: { type: 'sync', pod: pod.worker.active?.pod ?? api }, pendingSince: turn.now };
};

/** *Source:* kubelet-behaviour 1.3.3: since 1.35 the retry comes with the earliest end of a back-off. */
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
