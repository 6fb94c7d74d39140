import { WheelOfNumbers } from './number-queue.ts';
import type { Micros } from './time.ts';

/** Names one pushed event of one queue; never used again for another event of that queue. */
export type EventId = number;

/**
 * The pending events of a world, earliest first, and first in first out within an instant. Times are whole
 * microseconds from 0 to 2^53 - 1 and never before `now`.
 */
export interface Queue<T> {
  /** Number of pending events. */
  readonly size: number;
  /** Time of the event popped last; 0 at first. Nothing can be pushed before it. */
  readonly now: Micros;
  /** @throws RangeError where `time` is not a whole number from `now` to 2^53 - 1, or 67 million events are pending. */
  push(time: Micros, value: T): EventId;
  /** Removes a pending event; false where it was popped or cancelled before. */
  cancel(id: EventId): boolean;
  /** Time of the earliest event, without moving `now`; undefined where nothing is pending. */
  peekTime(): Micros | undefined;
  /** Removes the earliest event and moves `now` to its time; undefined, and nothing changes, where none is due by `until`. */
  pop(until?: Micros): T | undefined;
  /** A queue of its own with the same pending events under the same ids. The values are shared, not copied. */
  clone(): Queue<T>;
}

/** An empty queue. */
export function createQueue<T>(): Queue<T> {
  return new WheelQueue<T>();
}

/** An id is the generation of the place times 2^26, and the place. A place of the last generation is not used again. */
const PLACES = 67_108_864;
const LAST_GENERATION = 134_217_727;

class WheelQueue<T> implements Queue<T> {
  private readonly wheel: WheelOfNumbers;
  private readonly values: (T | undefined)[];
  private readonly free: number[];
  // How often each place was used before.
  private generations: Int32Array;

  constructor(from?: WheelQueue<T>) {
    this.wheel = new WheelOfNumbers(from?.wheel);
    this.values = from === undefined ? [] : from.values.slice();
    this.free = from === undefined ? [] : from.free.slice();
    this.generations = from === undefined ? new Int32Array(32) : from.generations.slice();
  }

  get size(): number {
    return this.wheel.size;
  }

  get now(): Micros {
    return this.wheel.now;
  }

  push(time: Micros, value: T): EventId {
    const place = this.free.length > 0 ? (this.free[this.free.length - 1] as number) : this.values.length;
    // First what may throw.
    this.wheel.push(time, place);
    if (place === this.values.length) this.add(value);
    else {
      this.free.pop();
      this.values[place] = value;
    }
    return (this.generations[place] as number) * PLACES + place;
  }

  cancel(id: EventId): boolean {
    const place = id % PLACES;
    if ((this.generations[place] ?? -1) * PLACES + place !== id || !this.wheel.cancel(place)) return false;
    this.forget(place);
    return true;
  }

  peekTime(): Micros | undefined {
    return this.wheel.peekTime();
  }

  pop(until: Micros = Number.MAX_SAFE_INTEGER): T | undefined {
    const place = this.wheel.pop(until);
    if (place < 0) return undefined;
    const value = this.values[place];
    this.forget(place);
    return value;
  }

  clone(): Queue<T> {
    return new WheelQueue(this);
  }

  private add(value: T): void {
    this.values.push(value);
    if (this.values.length <= this.generations.length) return;
    const generations = new Int32Array(2 * this.generations.length);
    generations.set(this.generations);
    this.generations = generations;
  }

  private forget(place: number): void {
    this.values[place] = undefined;
    const generation = this.generations[place] as number;
    if (generation === LAST_GENERATION) return;
    this.generations[place] = generation + 1;
    this.free.push(place);
  }
}
