import type { Micros } from '@simlet/core';

import { FIRST_SYNC_TICK, SYNC_TICK_PERIOD } from '../constants.ts';
import { leapTo } from '../foresight.ts';
import { lastGridPoint, nextGridPoint } from './grid.ts';
import { restsUntil } from './rest.ts';
import type { PodState } from './state.ts';

/**
 * When a pod is due again whose regular sync has just ended: `dueAt`, or, where it is at rest and its syncs come at
 * regular distances by now, as many of these later as change nothing.
 */
export const resyncThatMatters = (pod: PodState, now: Micros, lastSync: Micros, dueAt: Micros): Micros => {
  const first = pod.kubeletStart + FIRST_SYNC_TICK;
  const tick = lastGridPoint(first, SYNC_TICK_PERIOD, now);
  if (tick === undefined) return dueAt;
  const distance = nextGridPoint(first, SYNC_TICK_PERIOD, dueAt) - tick;
  return distance === now - lastSync ? leapTo(dueAt, distance, restsUntil(pod, now)) : dueAt;
};
