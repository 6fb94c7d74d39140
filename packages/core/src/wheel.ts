import { Occupancy } from './occupancy.ts';
import type { Micros } from './time.ts';

// A time is five digits: 11, 11 and 10 bits of its low word, 11 and 10 bits of its high word. Each digit has a level of
// slots. An event stands in the level of the highest digit in which its time differs from `now`, in the slot of its own
// digit there: so the slot follows from the time and from `now` alone, and need not be stored. First in first out comes
// by itself, because a slot is moved to lower levels, in its order, before anything can be pushed there.
const LEVEL_1 = 2_048;
const LEVEL_2 = 4_096;
const LEVEL_3 = 5_120;
const LEVEL_4 = 7_168;
const SLOTS = 8_192;
const DIGIT_11 = 2_047;
const DIGIT_10 = 1_023;
const TWO_32 = 4_294_967_296;
const TWO_MINUS_32 = 1 / TWO_32;
const MAX_HIGH = 0x1f_ffff;
const MAX_IDS = 67_108_864;

// Sixteen bytes an id, from cell 4 * (id + 1) on: the cells of the next and of the previous event in the slot, 0 for
// none, and the words of the time. The high word is 1 more than it is, and 0 where the id is not pending.
const PREVIOUS = 1;
const LOW = 2;
const HIGH = 3;

/** A hierarchical timing wheel of ids that its user gives out; `NumberQueue` says what it does. */
export class Wheel {
  size = 0;
  private cells: Int32Array;
  // Two words a slot: the cells of its first and of its last event. At first only for the lower levels, up to 71 minutes.
  private ends: Int32Array;
  private readonly occupancy: Occupancy;
  // The words of `now`. They move further only while an event is popped, so that anything from `now` on can be pushed.
  private low = 0;
  private high = 0;
  // Time of the earliest event where it was asked for and is still known, otherwise -1.
  private earliest = -1;

  constructor(from?: Wheel) {
    this.cells = from === undefined ? new Int32Array(256) : from.cells.slice();
    this.ends = from === undefined ? new Int32Array(2 * LEVEL_3) : from.ends.slice();
    this.occupancy = new Occupancy(from?.occupancy);
    this.size = from?.size ?? 0;
    this.low = from?.low ?? 0;
    this.high = from?.high ?? 0;
  }

  get now(): Micros {
    return this.high * TWO_32 + (this.low >>> 0);
  }

  push(time: Micros, id: number): void {
    const low = time | 0;
    const high = (time * TWO_MINUS_32) | 0;
    if (
      high * TWO_32 + (low >>> 0) !== time ||
      high < this.high ||
      (high === this.high && low >>> 0 < this.low >>> 0) ||
      high > MAX_HIGH
    ) {
      throw new RangeError(`an event at ${time} cannot be pushed at ${this.now}: whole microseconds from now on only`);
    }
    const cell = 4 * id + 4;
    if (id !== id >>> 0 || cell >= this.cells.length) this.grow(id);
    const { cells } = this;
    if (cells[cell + HIGH] !== 0) throw new RangeError(`${id} is pending already`);
    cells[cell + LOW] = low;
    cells[cell + HIGH] = high + 1;
    this.append(cell, this.slotOf(low, high));
    this.size += 1;
    if (time < this.earliest) this.earliest = time;
  }

  isPending(id: number): boolean {
    return id === id >>> 0 && (this.cells[4 * id + 4 + HIGH] ?? 0) !== 0;
  }

  cancel(id: number): boolean {
    if (!this.isPending(id)) return false;
    const { cells } = this;
    const cell = 4 * id + 4;
    const next = cells[cell] as number;
    const previous = cells[cell + PREVIOUS] as number;
    const slot = this.slotOf(cells[cell + LOW] as number, (cells[cell + HIGH] as number) - 1);
    if (previous === 0) this.ends[2 * slot] = next;
    else cells[previous] = next;
    if (next === 0) {
      this.ends[2 * slot + 1] = previous;
      if (previous === 0) this.occupancy.remove(slot);
    } else cells[next + PREVIOUS] = previous;
    cells[cell + HIGH] = 0;
    this.size -= 1;
    this.earliest = -1;
    return true;
  }

  peekTime(): Micros | undefined {
    if (this.earliest < 0) {
      const slot = this.locate();
      if (slot < 0) return undefined;
      this.earliest = this.earliestIn(slot);
    }
    return this.earliest;
  }

  pop(until: Micros = Number.MAX_SAFE_INTEGER): number {
    if (this.earliest >= 0) {
      if (this.earliest > until) return -1;
      this.earliest = -1;
    }
    for (;;) {
      const slot = this.locate();
      if (slot < 0) return -1;
      const { cells } = this;
      const cell = this.ends[2 * slot] as number;
      const next = cells[cell] as number;
      if (slot < LEVEL_1 || next === 0) {
        // All of this slot is due at the same time, or the event is alone in it.
        const low = cells[cell + LOW] as number;
        const high = (cells[cell + HIGH] as number) - 1;
        if (high * TWO_32 + (low >>> 0) > until) return -1;
        this.low = low;
        this.high = high;
        this.ends[2 * slot] = next;
        if (next !== 0) cells[next + PREVIOUS] = 0;
        else {
          this.ends[2 * slot + 1] = 0;
          this.occupancy.remove(slot);
        }
        cells[cell + HIGH] = 0;
        this.size -= 1;
        return (cell >> 2) - 1;
      }
      if (this.lastTimeOf(slot) > until) {
        const earliest = this.earliestIn(slot);
        if (earliest > until) {
          this.earliest = earliest;
          return -1;
        }
      }
      this.enter(slot, cell);
    }
  }

  clone(): Wheel {
    return new Wheel(this);
  }

  /** The first slot with an event: what a lower level holds is due earlier. */
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
    const { cells } = this;
    let earliest = Number.MAX_SAFE_INTEGER;
    for (let cell = this.ends[2 * slot] as number; cell !== 0; cell = cells[cell] as number) {
      const time = ((cells[cell + HIGH] as number) - 1) * TWO_32 + ((cells[cell + LOW] as number) >>> 0);
      if (slot < LEVEL_1) return time;
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

  /** Moves `now` to the begin of a slot, and its events to lower levels, in their order. */
  private enter(slot: number, first: number): void {
    const { cells } = this;
    this.ends[2 * slot] = 0;
    this.ends[2 * slot + 1] = 0;
    this.occupancy.remove(slot);
    if (slot < LEVEL_2) this.low = (this.low & ~0x3f_ffff) | ((slot - LEVEL_1) << 11);
    else if (slot < LEVEL_3) this.low = (slot - LEVEL_2) << 22;
    else {
      this.low = 0;
      this.high = slot < LEVEL_4 ? (this.high & ~DIGIT_11) | (slot - LEVEL_3) : (slot - LEVEL_4) << 11;
    }
    let cell = first;
    while (cell !== 0) {
      const next = cells[cell] as number;
      this.append(cell, this.slotOf(cells[cell + LOW] as number, (cells[cell + HIGH] as number) - 1));
      cell = next;
    }
  }

  private append(cell: number, slot: number): void {
    if (2 * slot >= this.ends.length) this.growEnds();
    const { cells, ends } = this;
    const last = ends[2 * slot + 1] as number;
    cells[cell] = 0;
    cells[cell + PREVIOUS] = last;
    ends[2 * slot + 1] = cell;
    if (last !== 0) cells[last] = cell;
    else {
      ends[2 * slot] = cell;
      this.occupancy.add(slot);
    }
  }

  private growEnds(): void {
    const ends = new Int32Array(2 * SLOTS);
    ends.set(this.ends);
    this.ends = ends;
  }

  private grow(id: number): void {
    if (id !== id >>> 0 || id >= MAX_IDS)
      throw new RangeError(`an id is a whole number from 0 to ${MAX_IDS - 1}, not ${id}`);
    let length = this.cells.length;
    while (4 * id + 4 >= length) length *= 2;
    const cells = new Int32Array(length);
    cells.set(this.cells);
    this.cells = cells;
  }
}
