import type { Micros } from './time.ts';
import { MAX_TIMERS, Wheel } from './wheel.ts';

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

/** An id is the generation of the timer times 2^26, and the timer. */
const GENERATIONS = 134_217_728;

class WheelQueue<T> implements Queue<T> {
  private readonly wheel: Wheel;
  private readonly values: (T | undefined)[];
  // How often each timer was used before. A timer that reached the last generation is not used again.
  private generations: Int32Array;
  // Time of the earliest event where it is known, otherwise -1.
  private earliest = -1;

  constructor(from?: WheelQueue<T>) {
    this.wheel = new Wheel(from?.wheel);
    this.values = from === undefined ? [undefined] : from.values.slice();
    this.generations = from === undefined ? new Int32Array(64) : from.generations.slice();
  }

  get size(): number {
    return this.wheel.size;
  }

  get now(): Micros {
    return this.wheel.now;
  }

  push(time: Micros, value: T): EventId {
    const timer = this.wheel.insert(time);
    if (time < this.earliest) this.earliest = time;
    if (timer === this.values.length) {
      this.values.push(value);
      if (timer >= this.generations.length) this.growGenerations();
    } else this.values[timer] = value;
    return (this.generations[timer] as number) * MAX_TIMERS + timer;
  }

  cancel(id: EventId): boolean {
    const timer = id % MAX_TIMERS;
    if (!this.wheel.isPending(timer) || (this.generations[timer] as number) * MAX_TIMERS + timer !== id) return false;
    if (this.wheel.timeOf(timer) === this.earliest) this.earliest = -1;
    this.wheel.remove(timer);
    this.forget(timer);
    return true;
  }

  peekTime(): Micros | undefined {
    if (this.earliest < 0) this.earliest = this.wheel.earliest();
    return this.earliest < 0 ? undefined : this.earliest;
  }

  pop(until: Micros = Number.MAX_SAFE_INTEGER): T | undefined {
    // Known from a pop in vain, so that the next one need not look for it again.
    if (this.earliest > until) return undefined;
    const timer = this.wheel.take(until);
    if (timer === 0) {
      this.earliest = this.wheel.earliest();
      return undefined;
    }
    this.earliest = -1;
    const value = this.values[timer];
    this.forget(timer);
    return value;
  }

  clone(): Queue<T> {
    return new WheelQueue(this);
  }

  private forget(timer: number): void {
    this.values[timer] = undefined;
    const generation = (this.generations[timer] as number) + 1;
    this.generations[timer] = generation;
    if (generation === GENERATIONS) this.wheel.retire(timer);
  }

  private growGenerations(): void {
    const generations = new Int32Array(this.generations.length * 2);
    generations.set(this.generations);
    this.generations = generations;
  }
}
