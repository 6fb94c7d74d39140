import { Occupancy } from './occupancy.ts';
import type { Micros } from './time.ts';

// A time is five digits: 11, 11 and 10 bits of its low word, 11 and 10 bits of its high word. Each digit has a level of
// slots. A timer stands in the level of the highest digit in which its time differs from the cursor, in the slot of its
// own digit there: so the slot follows from the time and the cursor alone, and need not be stored.
const LEVEL_1 = 2_048;
const LEVEL_2 = 4_096;
const LEVEL_3 = 5_120;
const LEVEL_4 = 7_168;
const SLOTS = 8_192;
const DIGIT_11 = 2_047;
const DIGIT_10 = 1_023;

// Sixteen bytes a timer. Timer 0 is nobody. A timer that is not pending has itself as its previous one.
const NEXT = 0;
const PREVIOUS = 1;
const LOW = 2;
const HIGH = 3;

const TWO_32 = 4_294_967_296;
const TWO_MINUS_32 = 1 / TWO_32;
/** The largest number of timers: an index fits into 26 bits. */
export const MAX_TIMERS = 67_108_864;

/**
 * Timers by their due time in a hierarchical timing wheel: earliest first, first in first out within an instant. A timer
 * is a small number from 1, given out by `insert`, that is used again once the timer was taken or removed.
 */
export class Wheel {
  /** Number of pending timers. */
  size = 0;
  /** All timers ever given out are below this. */
  used = 1;
  private cells: Int32Array;
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly occupancy: Occupancy;
  private free = 0;
  // The time of the timer taken last; moves further only while a timer is being taken.
  private low = 0;
  private high = 0;

  constructor(from?: Wheel) {
    if (from === undefined) {
      this.cells = new Int32Array(256);
      this.heads = new Int32Array(SLOTS);
      this.tails = new Int32Array(SLOTS);
      this.occupancy = new Occupancy();
      return;
    }
    this.cells = from.cells.slice();
    this.heads = from.heads.slice();
    this.tails = from.tails.slice();
    this.occupancy = new Occupancy(from.occupancy);
    this.size = from.size;
    this.used = from.used;
    this.free = from.free;
    this.low = from.low;
    this.high = from.high;
  }

  /** Time of the timer taken last. */
  get now(): Micros {
    return this.high * TWO_32 + (this.low >>> 0);
  }

  /** @throws RangeError where `time` is not a whole number from `now` to 2^53 - 1. */
  insert(time: Micros): number {
    const low = time | 0;
    const high = (time * TWO_MINUS_32) | 0;
    if (high * TWO_32 + (low >>> 0) !== time || time < this.now || time > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(`an event at ${time} cannot be pushed at ${this.now}: whole microseconds from now on only`);
    }
    let timer = this.free;
    if (timer !== 0) this.free = this.cells[timer * 4 + NEXT] as number;
    else timer = this.grow();
    const cell = timer * 4;
    this.cells[cell + LOW] = low;
    this.cells[cell + HIGH] = high;
    this.append(timer, this.slotOf(low, high));
    this.size += 1;
    return timer;
  }

  isPending(timer: number): boolean {
    return timer > 0 && timer < this.used && this.cells[timer * 4 + PREVIOUS] !== timer;
  }

  timeOf(timer: number): Micros {
    return (this.cells[timer * 4 + HIGH] as number) * TWO_32 + ((this.cells[timer * 4 + LOW] as number) >>> 0);
  }

  /** Takes a pending timer out, whenever it is due. */
  remove(timer: number): void {
    const cell = timer * 4;
    const next = this.cells[cell + NEXT] as number;
    const previous = this.cells[cell + PREVIOUS] as number;
    const slot = this.slotOf(this.cells[cell + LOW] as number, this.cells[cell + HIGH] as number);
    if (previous === 0) this.heads[slot] = next;
    else this.cells[previous * 4 + NEXT] = next;
    if (next === 0) this.tails[slot] = previous;
    else this.cells[next * 4 + PREVIOUS] = previous;
    if (next === 0 && previous === 0) this.occupancy.remove(slot);
    this.release(timer);
  }

  /** Time of the earliest timer, or -1; nothing moves. */
  earliest(): Micros {
    const slot = this.locate();
    return slot < 0 ? -1 : this.earliestIn(slot);
  }

  /** Takes the earliest timer and moves `now` to its time; 0, and nothing moves, where none is due by `until`. */
  take(until: Micros): number {
    for (;;) {
      const slot = this.locate();
      if (slot < 0) return 0;
      const timer = this.heads[slot] as number;
      const next = this.cells[timer * 4 + NEXT] as number;
      if (slot < LEVEL_1 || next === 0) {
        // All of this slot is due at the same time, or the timer is alone in it.
        const low = this.cells[timer * 4 + LOW] as number;
        const high = this.cells[timer * 4 + HIGH] as number;
        if (high * TWO_32 + (low >>> 0) > until) return 0;
        this.low = low;
        this.high = high;
        this.heads[slot] = next;
        if (next !== 0) this.cells[next * 4 + PREVIOUS] = 0;
        else {
          this.tails[slot] = 0;
          this.occupancy.remove(slot);
        }
        this.release(timer);
        return timer;
      }
      // What is pushed later may be due before this slot begins, unless one of its timers is taken now.
      if (this.lastTimeOf(slot) > until && this.earliestIn(slot) > until) return 0;
      this.enter(slot, timer);
    }
  }

  /** Never uses a timer again that was the last one to be taken or removed. */
  retire(timer: number): void {
    if (this.free === timer) this.free = this.cells[timer * 4 + NEXT] as number;
  }

  /** The first slot with a timer: a lower level comes before a higher one, and what it holds is due earlier. */
  private locate(): number {
    const { low, high, occupancy } = this;
    let slot = occupancy.next(low & DIGIT_11, LEVEL_1);
    if (slot >= 0) return slot;
    slot = occupancy.next(LEVEL_1 + ((low >>> 11) & DIGIT_11), LEVEL_2);
    if (slot >= 0) return slot;
    slot = occupancy.next(LEVEL_2 + (low >>> 22), LEVEL_3);
    if (slot >= 0) return slot;
    slot = occupancy.next(LEVEL_3 + (high & DIGIT_11), LEVEL_4);
    return slot >= 0 ? slot : occupancy.next(LEVEL_4 + (high >>> 11), SLOTS);
  }

  private earliestIn(slot: number): Micros {
    let timer = this.heads[slot] as number;
    let earliest = this.timeOf(timer);
    if (slot < LEVEL_1) return earliest;
    for (timer = this.cells[timer * 4 + NEXT] as number; timer !== 0; timer = this.cells[timer * 4 + NEXT] as number) {
      const time = this.timeOf(timer);
      if (time < earliest) earliest = time;
    }
    return earliest;
  }

  /** The last time that belongs to a slot above the lowest level. */
  private lastTimeOf(slot: number): Micros {
    const { low, high } = this;
    if (slot < LEVEL_2) return high * TWO_32 + (((low & ~0x3f_ffff) | ((slot - LEVEL_1) << 11) | 0x7ff) >>> 0);
    if (slot < LEVEL_3) return high * TWO_32 + ((((slot - LEVEL_2) << 22) | 0x3f_ffff) >>> 0);
    if (slot < LEVEL_4) return (((high & ~DIGIT_11) | (slot - LEVEL_3)) + 1) * TWO_32 - 1;
    return (((slot - LEVEL_4) << 11) + LEVEL_1) * TWO_32 - 1;
  }

  private slotOf(low: number, high: number): number {
    if (high !== this.high) {
      return (high ^ this.high) >>> 11 === 0 ? LEVEL_3 + (high & DIGIT_11) : LEVEL_4 + (high >>> 11);
    }
    const difference = low ^ this.low;
    if (difference >>> 11 === 0) return low & DIGIT_11;
    return difference >>> 22 === 0 ? LEVEL_1 + ((low >>> 11) & DIGIT_11) : LEVEL_2 + ((low >>> 22) & DIGIT_10);
  }

  /** Moves the cursor to the begin of a slot, and the timers of the slot to lower levels, in their order. */
  private enter(slot: number, first: number): void {
    this.heads[slot] = 0;
    this.tails[slot] = 0;
    this.occupancy.remove(slot);
    if (slot < LEVEL_2) this.low = (this.low & ~0x3f_ffff) | ((slot - LEVEL_1) << 11);
    else if (slot < LEVEL_3) this.low = (slot - LEVEL_2) << 22;
    else {
      this.low = 0;
      this.high = slot < LEVEL_4 ? (this.high & ~DIGIT_11) | (slot - LEVEL_3) : (slot - LEVEL_4) << 11;
    }
    let timer = first;
    while (timer !== 0) {
      const cell = timer * 4;
      const next = this.cells[cell + NEXT] as number;
      this.append(timer, this.slotOf(this.cells[cell + LOW] as number, this.cells[cell + HIGH] as number));
      timer = next;
    }
  }

  private append(timer: number, slot: number): void {
    const last = this.tails[slot] as number;
    this.cells[timer * 4 + NEXT] = 0;
    this.cells[timer * 4 + PREVIOUS] = last;
    this.tails[slot] = timer;
    if (last !== 0) this.cells[last * 4 + NEXT] = timer;
    else {
      this.heads[slot] = timer;
      this.occupancy.add(slot);
    }
  }

  private release(timer: number): void {
    this.cells[timer * 4 + NEXT] = this.free;
    this.cells[timer * 4 + PREVIOUS] = timer;
    this.free = timer;
    this.size -= 1;
  }

  /** A timer never used before. */
  private grow(): number {
    const timer = this.used;
    if (timer >= MAX_TIMERS) throw new RangeError(`more than ${MAX_TIMERS - 1} pending events`);
    if (timer * 4 === this.cells.length) {
      const cells = new Int32Array(this.cells.length * 2);
      cells.set(this.cells);
      this.cells = cells;
    }
    this.used += 1;
    return timer;
  }
}
