import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import { FIRST_SYNC_TICK, SYNC_TICK_PERIOD } from '../constants.ts';
import { isPastDeadline } from './deadline.ts';
import { nextGridPoint } from './grid.ts';
import type { PodState, PodTurn } from './state.ts';
import { updatePod } from './update.ts';

/** Has the pod synced by the first tick that is strictly later; a later call replaces an earlier one. */
export const enqueue = (pod: PodState, turn: PodTurn, dueAt: Micros): void => {
  pod.dueAt = dueAt;
  armTick(pod, turn);
};

/** Ticks at which nothing is due are left out; their times are those of the periodic tick. */
export const armTick = (pod: PodState, turn: PodTurn): void => {
  const at = Math.min(tickAfter(pod, turn, pod.dueAt), deadlineTick(pod, turn));
  if (at === pod.timers.tickAt || at === Number.POSITIVE_INFINITY) return;
  if (pod.timers.tick !== undefined) turn.cancel(pod.timers.tick);
  pod.timers.tickAt = at;
  pod.timers.tick = turn.after(at - turn.now, { kind: 'tick' });
};

const tickAfter = (pod: PodState, turn: PodTurn, dueAt: Micros | undefined): Micros =>
  dueAt === undefined
    ? Number.POSITIVE_INFINITY
    : nextGridPoint(pod.kubeletStart + FIRST_SYNC_TICK, SYNC_TICK_PERIOD, Math.max(dueAt, turn.now));

/** The tick at which `activeDeadlineSeconds` is over, and each one after it until the pod is killed. */
const deadlineTick = (pod: PodState, turn: PodTurn): Micros => {
  const api = pod.pod;
  const start = pod.status.status?.startTime ?? api?.status.startTime;
  const deadline = api?.spec.activeDeadlineSeconds;
  if (deadline === undefined || start === undefined || pod.worker.terminatedAt !== undefined)
    return Number.POSITIVE_INFINITY;
  return tickAfter(pod, turn, Math.max(start + deadline * SECOND - 1, turn.now));
};

/** The tick of the sync loop: the pod is synced if it is due or past its deadline. */
export const tick = (pod: PodState, turn: PodTurn): void => {
  pod.timers.tick = undefined;
  pod.timers.tickAt = undefined;
  const api = pod.pod;
  const due = pod.dueAt !== undefined && pod.dueAt < turn.now;
  if (due) pod.dueAt = undefined;
  if (api !== undefined && (due || isPastDeadline(pod, api, turn.now)))
    updatePod(pod, turn, { type: 'sync', pod: api });
  armTick(pod, turn);
};
