import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import { KILL_CALLER_MINIMUM_SECONDS, WORKER_REST, WORKER_WAKE_DELAY } from '../constants.ts';
import { podEvent } from './events.ts';
import { effectiveGrace } from './grace.ts';
import { shortenStops } from './kill-container.ts';
import { cancelProbesOfSync } from './probe-context.ts';
import type { PodState, PodTurn, SyncKind, Update } from './state.ts';
import { abandon } from './sync-state.ts';
import { isPodTerminal } from './terminal.ts';

/**
 * Takes note of a change that concerns the pod. *Source:* pkg/kubelet/pod_workers.go, UpdatePod; docs/fidelity.md
 * 1.3.2.
 */
export const updatePod = (pod: PodState, turn: PodTurn, update: Update): void => {
  if (pod.worker.finished) return;
  const seen = firstSight(pod, turn, update);
  if (!seen && pod.worker.terminatingAt !== undefined && update.type === 'create') return;
  const became = becomeTerminating(pod, turn, update);
  const shortened = pod.worker.terminatingAt !== undefined && storeGrace(pod, update);
  if (pod.worker.terminatedAt === undefined && update.kill?.status !== undefined) waitForKill(pod, turn, update);
  pod.worker.pending = update;
  pod.worker.pendingSince = turn.now;
  if (shortened) shortenStops(pod, turn);
  if (became || shortened) cancelContext(pod);
  scheduleTake(pod, turn);
};

/** The sync in progress, or the one about to begin, goes on in a context that is cancelled. */
const cancelContext = (pod: PodState): void => {
  const { waiting } = pod.worker;
  if (waiting !== undefined) pod.worker.waiting = { kind: waiting.kind, cancelled: true, notBefore: waiting.notBefore };
  if (pod.sync === undefined) return;
  pod.sync.cancelled = true;
  cancelProbesOfSync(pod);
  interruptPostStart(pod);
};

/** A mutant; the real kubelet waits for the hook. */
const interruptPostStart = (pod: PodState): void => {
  const step = pod.sync?.current;
  if (pod.features.mutants['poststart-interrupted-by-delete'] !== true) return;
  if (step?.kind === 'start-container' && step.stage === 'postStart') abandon(pod);
};

/** A pod that is over in the API and of which nothing runs needs only to be cleaned up. */
const firstSight = (pod: PodState, turn: PodTurn, update: Update): boolean => {
  if (pod.worker.startedAt !== undefined) return false;
  pod.worker.startedAt = turn.now;
  if (update.pod !== undefined && isPodTerminal(update.pod.status.phase) && !seenRunning(pod)) {
    pod.worker.terminatingAt = turn.now;
    pod.worker.terminatedAt = turn.now;
  }
  return true;
};

const seenRunning = (pod: PodState): boolean =>
  (pod.pleg.status?.containers ?? []).some((instance) => instance.state === 'running');

const becomeTerminating = (pod: PodState, turn: PodTurn, update: Update): boolean => {
  const { worker } = pod;
  if (worker.terminatingAt !== undefined) return false;
  const deleted = update.pod?.deletionTimestamp !== undefined;
  if (deleted) worker.deleted = true;
  if (update.pod === undefined) {
    worker.deleted = true;
    worker.orphan = true;
  } else if (!deleted && !isPodTerminal(update.pod.status.phase) && update.type !== 'kill') return false;
  worker.terminatingAt = turn.now;
  if (update.kill?.evict === true) worker.evicted = true;
  if (pod.features.mutants['early-delete-not-yet-started'] === true && !seenRunning(pod))
    worker.terminatedAt = turn.now;
  return true;
};

const storeGrace = (pod: PodState, update: Update): boolean => {
  const api = update.pod ?? pod.lastPod;
  const override = update.kill?.override;
  if (update.kill?.status !== undefined) pod.worker.statusOverride = update.kill.status;
  if (api === undefined) {
    pod.worker.grace = override ?? 1;
    return false;
  }
  const { grace, shortened } = effectiveGrace(pod.worker.grace, api, override, pod.features);
  pod.worker.grace = grace;
  return shortened;
};

/**
 * The caller of an eviction, a preemption or a shutdown waits for its end, but not for ever. *Source:*
 * pkg/kubelet/pod_workers.go, killPodNow; docs/fidelity.md 1.12.
 */
const waitForKill = (pod: PodState, turn: PodTurn, update: Update): void => {
  const grace = update.kill?.override ?? update.pod?.spec.terminationGracePeriodSeconds ?? 0;
  const seconds = Math.max(KILL_CALLER_MINIMUM_SECONDS, grace + Math.floor(grace / 2));
  turn.after(seconds * SECOND, { kind: 'kill-deadline' });
};

/** The caller of a kill gives up waiting. */
export const killDeadline = (pod: PodState, turn: PodTurn): void => {
  if (pod.worker.terminatedAt !== undefined) return;
  const message = 'Container runtime did not kill the pod within specified grace period.';
  podEvent(pod, turn, 'Warning', 'ExceededGracePeriod', message);
};

/** The worker wakes up for what is pending, once it is free and has rested. */
export const scheduleTake = (pod: PodState, turn: PodTurn): void => {
  const { pendingSince, lastSync } = pod.worker;
  if (
    pod.sync !== undefined ||
    pod.worker.waiting !== undefined ||
    pendingSince === undefined ||
    pod.timers.take !== undefined
  )
    return;
  const rested = lastSync < 0 ? 0 : lastSync + WORKER_REST;
  if (pod.features.workerRestsBeforeUpdate) {
    awaitTake(pod, turn, Math.max(pendingSince + WORKER_WAKE_DELAY, rested));
    return;
  }
  const at = Math.max(pendingSince, rested - WORKER_WAKE_DELAY);
  if (at > turn.now) awaitTake(pod, turn, at);
  else takeUpdate(pod, turn);
};

const awaitTake = (pod: PodState, turn: PodTurn, at: Micros): void => {
  pod.timers.take = turn.after(Math.max(0, at - turn.now), { kind: 'take' });
};

/**
 * The worker takes what is pending, which settles what the next sync will do. Up to 1.25 it rests with the update in its
 * hands, so that what comes meanwhile is a sync of its own.
 */
export const takeUpdate = (pod: PodState, turn: PodTurn): void => {
  pod.timers.take = undefined;
  const { worker } = pod;
  const { pending, terminatingAt, terminatedAt } = worker;
  if (pending === undefined || pod.sync !== undefined) return;
  const kind: SyncKind =
    terminatedAt !== undefined ? 'terminated' : terminatingAt !== undefined ? 'terminating' : 'sync';
  const rest = pod.features.workerRestsBeforeUpdate ? 0 : WORKER_WAKE_DELAY;
  worker.pending = undefined;
  worker.pendingSince = undefined;
  worker.active = pending;
  worker.waiting = { kind, cancelled: false, notBefore: turn.now + rest };
  if (rest > 0) turn.after(rest, { kind: 'rested' });
};
