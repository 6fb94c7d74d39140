import type { Micros } from '@simlet/core';

import { IMAGE_BACKOFF_INITIAL, IMAGE_BACKOFF_MAXIMUM } from '../constants.ts';
import { isInBackoff, nextBackoff } from './backoff.ts';
import type { ImageBackoffEntry, PodState } from './state.ts';

/** The entry of an image whose pull failed not long ago. The back-off counts from the last failure. */
export const imageBackoffOf = (pod: PodState, image: string, now: Micros): ImageBackoffEntry | undefined => {
  const entry = pod.imageBackoff[image];
  return entry !== undefined && isInBackoff(entry, entry.lastUpdate, now) ? entry : undefined;
};

/** Counts a failed pull: the next one waits longer. */
export const pullFailed = (pod: PodState, image: string, now: Micros, error: string): void => {
  const entry = nextBackoff(pod.imageBackoff[image], now, now, IMAGE_BACKOFF_INITIAL, IMAGE_BACKOFF_MAXIMUM);
  pod.imageBackoff = { ...pod.imageBackoff, [image]: { ...entry, error } };
};
