import type { Micros } from '@simlet/core';

/** The last point of `first, first + period, ...` that is not after `now`; undefined before the first. */
export const lastGridPoint = (first: Micros, period: Micros, now: Micros): Micros | undefined =>
  now < first ? undefined : first + Math.floor((now - first) / period) * period;

/** The first point of the grid that is after `after`. */
export const nextGridPoint = (first: Micros, period: Micros, after: Micros): Micros => {
  const last = lastGridPoint(first, period, after);
  return last === undefined ? first : last + period;
};
