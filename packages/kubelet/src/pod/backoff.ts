import type { Micros } from '@simlet/core';

import { CRASH_BACKOFF_INITIAL, CRASH_BACKOFF_MAXIMUM, CRASH_BACKOFF_RESET } from '../constants.ts';
import type { BackoffEntry } from './state.ts';

/** *Source:* client-go util/flowcontrol/backoff.go, hasExpired; docs/fidelity.md 1.7.1. */
const isExpired = (entry: BackoffEntry, event: Micros): boolean => event - entry.lastUpdate > CRASH_BACKOFF_RESET;

/** Whether a container that ended at `event` must still wait. */
export const isInBackoff = (entry: BackoffEntry | undefined, event: Micros, now: Micros): boolean =>
  entry !== undefined && !isExpired(entry, event) && now - event < entry.duration;

/** The entry after one more start. */
export const nextBackoff = (
  entry: BackoffEntry | undefined,
  event: Micros,
  now: Micros,
  initial: Micros = CRASH_BACKOFF_INITIAL,
  maximum: Micros = CRASH_BACKOFF_MAXIMUM,
): BackoffEntry => ({
  duration: entry === undefined || isExpired(entry, event) ? initial : Math.min(entry.duration * 2, maximum),
  lastUpdate: now,
});
