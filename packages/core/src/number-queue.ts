import type { Micros } from './time.ts';
import { Wheel } from './wheel.ts';

/**
 * A queue for callers that keep their events in arrays of their own: an event is its index there, a whole number from 0 to
 * 2^26 - 1 that the caller gives out, pending at most once. Otherwise as `Queue`: earliest first, first in first out
 * within an instant. Costs 16 bytes for each index up to the largest one, and no object for any event.
 */
export interface NumberQueue {
  /** Number of pending events. */
  readonly size: number;
  /** Time of the event popped last; 0 at first. */
  readonly now: Micros;
  /** @throws RangeError where `time` is not a whole number from `now` to 2^53 - 1, or `id` is pending or out of range. */
  push(time: Micros, id: number): void;
  /** Removes a pending event in constant time; false where it is not pending. */
  cancel(id: number): boolean;
  isPending(id: number): boolean;
  /** Time of the earliest event, without moving `now`; undefined where nothing is pending. */
  peekTime(): Micros | undefined;
  /** Removes the earliest event and moves `now` to its time; -1, and nothing changes, where none is due by `until`. */
  pop(until?: Micros): number;
  clone(): NumberQueue;
}

/** An empty queue of numbers. */
export function createNumberQueue(): NumberQueue {
  return new Wheel();
}
