import { lastGridPoint } from './pod/grid.ts';
import type { Micros } from '@simlet/core';

/**
 * A time in which something may happen to a pod that its kubelet does not bring about itself: from the first instant at
 * which it may, to the first from which on the pod is left alone again.
 */
export interface Disturbance {
  readonly from: Micros;
  readonly to: Micros;
}

/**
 * Until when nothing disturbs a pod that is at rest at `now`: `now` itself where something does already, or has since
 * `since`, so that it may not have been noticed yet. `disturbances` may stand in any order.
 */
export const quietUntil = (disturbances: readonly Disturbance[], since: Micros, now: Micros): Micros => {
  let until: Micros = Number.POSITIVE_INFINITY;
  for (const { from, to } of disturbances) {
    if (to <= since) continue;
    if (from <= now) return now;
    until = Math.min(until, from);
  }
  return until;
};

/**
 * The point of a grid at which something is to go on that need not be done as long as its pod is at rest: the last one
 * before the next disturbance, `next` where that comes earlier. What happens at the disturbance finds everything as if no
 * round had been left out: what a round of a pod at rest leaves behind depends on its time alone, and that one is under way
 * or over as it would be. A probe that takes longer than its period is never left out: its next round has begun already.
 */
export const leapTo = (next: Micros, period: Micros, quiet: Micros): Micros => {
  const last = lastGridPoint(next, period, Math.min(quiet, Number.MAX_SAFE_INTEGER) - 1);
  return last === undefined ? next : last;
};
