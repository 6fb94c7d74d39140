import type { Micros } from './time.ts';
import { highWord, lowWord } from './time-words.ts';
import { FIRST_ROW, Wheel } from './wheel.ts';

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
  return new WheelOfNumbers();
}

const MAX_IDS = 67_108_864;
const WORDS = 4;

/** A wheel of rows that have no words beyond its own, named by their numbers. */
export class WheelOfNumbers extends Wheel implements NumberQueue {
  constructor(from?: WheelOfNumbers) {
    super(32 * WORDS, from);
  }

  push(time: Micros, id: number): void {
    if (!Number.isSafeInteger(time) || time < this.now) {
      throw new RangeError(`an event at ${time} cannot be pushed at ${this.now}: whole microseconds from now on only`);
    }
    const row = FIRST_ROW + WORDS * id;
    if (id !== id >>> 0 || row + WORDS > this.memory.length) this.grow(id);
    if (this.isPendingAt(row)) throw new RangeError(`${id} is pending already`);
    this.insert(row, lowWord(time), highWord(time));
  }

  isPending(id: number): boolean {
    const row = FIRST_ROW + WORDS * id;
    return id === id >>> 0 && row < this.memory.length && this.isPendingAt(row);
  }

  cancel(id: number): boolean {
    if (!this.isPending(id)) return false;
    this.remove(FIRST_ROW + WORDS * id);
    return true;
  }

  pop(until: Micros = Number.MAX_SAFE_INTEGER): number {
    const row = this.popRow(until);
    return row === 0 ? -1 : (row - FIRST_ROW) >> 2;
  }

  clone(): WheelOfNumbers {
    return new WheelOfNumbers(this);
  }

  private grow(id: number): void {
    if (id !== id >>> 0 || id >= MAX_IDS) {
      throw new RangeError(`an id is a whole number from 0 to ${MAX_IDS - 1}, not ${id}`);
    }
    this.reserve(FIRST_ROW + WORDS * (id + 1));
  }
}
