import type { Micros } from './time.ts';

// A time is five digits: 11, 11 and 10 bits of its low word, 11 and 10 bits of its high word. Each digit has a level of
// slots. An event stands in the level of the highest digit in which its time differs from `now`, in the slot of its own
// digit there: so the slot follows from the time and from `now` alone, and need not be stored. First in first out comes
// by itself, because a slot is moved to lower levels, in its order, before anything can be pushed there. And since no
// event lies before `now`, the lowest slot with an event has the earliest.
const LEVEL_1 = 2_048;
const LEVEL_2 = 4_096;
const LEVEL_3 = 5_120;
const LEVEL_4 = 7_168;
const SLOTS = 8_192;
const DIGIT_11 = 2_047;
const DIGIT_10 = 1_023;
const TWO_32 = 4_294_967_296;
const MAX_HIGH = 0x1f_ffff;
const SIGN = 1 << 31;

// Up to so many rows of a slot are looked through for the earliest.
const FEW = 4;

// All is in one array, which costs less to reach than several: a bit for each slot that has an event, a bit for each of
// these words that is not 0, a bit for each of those; then two words a slot, its first and its last row; then the rows.
const ABOVE = SLOTS / 32;
const TOP = ABOVE + ABOVE / 32;
const ENDS = TOP + 8;

/** Index of the first word of the first row. */
export const FIRST_ROW: number = ENDS + 2 * SLOTS;

// The first four words of a row: the rows of the next and of the previous event in the slot, 0 for none, and the words of
// the time. The high word is 1 more than it is, and 0 where nothing is pending. What follows is the user's.
const PREVIOUS = 1;
const LOW = 2;
const HIGH = 3;

/**
 * A hierarchical timing wheel of rows, which its user lays out in `memory` from `FIRST_ROW` on, and names by the index of
 * their first word. Earliest first, and first in first out within an instant.
 */
export class Wheel {
  /** Number of pending rows. */
  size = 0;
  protected memory: Int32Array;
  // The words of `now`. They move further only while an event is popped, so that anything from `now` on can be pushed.
  private low = 0;
  private high = 0;
  private instant: Micros = 0;
  // Whether the time of the earliest event was asked for and is still known.
  private peeked = false;
  private earliest = 0;
  // A row of the slot that comes next, one further with each row that is popped: what is read here is near by then.
  private ahead = 0;

  constructor(words: number, from?: Wheel) {
    this.memory = from === undefined ? new Int32Array(FIRST_ROW + words) : from.memory.slice();
    this.size = from?.size ?? 0;
    this.low = from?.low ?? 0;
    this.high = from?.high ?? 0;
    this.instant = from?.instant ?? 0;
  }

  /** Time of the event popped last. */
  get now(): Micros {
    return this.instant;
  }

  /** Time of the earliest event, without moving `now`; undefined where nothing is pending. */
  peekTime(): Micros | undefined {
    if (!this.peeked) {
      if (this.size === 0) return undefined;
      this.earliest = this.earliestIn(this.lowestSlot());
      this.peeked = true;
    }
    return this.earliest;
  }

  /** Makes room for rows up to the index of a word. */
  protected reserve(end: number): void {
    let { length } = this.memory;
    if (end <= length) return;
    while (end > length) length = FIRST_ROW + 2 * (length - FIRST_ROW);
    const memory = new Int32Array(length);
    memory.set(this.memory);
    this.memory = memory;
  }

  protected isPendingAt(row: number): boolean {
    return (this.memory[row + HIGH] as number) !== 0;
  }

  /** Puts in a row that is not pending, by the words of a time from `now` on. @throws RangeError after the end of time. */
  protected insert(row: number, low: number, high: number): void {
    if (high > MAX_HIGH) throw new RangeError('an event cannot be pushed after 2^53 - 1 microseconds');
    const { memory } = this;
    memory[row + LOW] = low;
    memory[row + HIGH] = high + 1;
    append(memory, row, this.slotOf(low, high));
    this.size += 1;
    if (this.peeked && high * TWO_32 + (low >>> 0) < this.earliest) this.peeked = false;
  }

  /** Takes out a row that is pending. */
  protected remove(row: number): void {
    const { memory } = this;
    const next = memory[row] as number;
    const previous = memory[row + PREVIOUS] as number;
    const slot = this.slotOf(memory[row + LOW] as number, (memory[row + HIGH] as number) - 1);
    if (previous === 0) memory[ENDS + 2 * slot] = next;
    else memory[previous] = next;
    if (next === 0) {
      memory[ENDS + 2 * slot + 1] = previous;
      if (previous === 0) vacate(memory, slot);
    } else memory[next + PREVIOUS] = previous;
    memory[row + HIGH] = 0;
    this.size -= 1;
    this.peeked = false;
  }

  /** Takes out the earliest row and moves `now` to its time; 0, and nothing changes, where none is due by `until`. */
  protected popRow(until: Micros): number {
    if (this.peeked) {
      if (this.earliest > until) return 0;
      this.peeked = false;
    }
    for (;;) {
      const { memory } = this;
      const top = memory[TOP] as number;
      if (top === 0) return 0;
      const above = lowestBit(top);
      const words = memory[ABOVE + above] as number;
      const word = (above << 5) + lowestBit(words);
      const bits = memory[word] as number;
      const slot = (word << 5) + lowestBit(bits);
      const row = memory[ENDS + 2 * slot] as number;
      const next = memory[row] as number;
      // Below level 1 all of a slot is due at the same time, and what is alone in one is due first wherever it is.
      if (slot >= LEVEL_1 && next !== 0) {
        const earliest = this.enter(slot, row, until);
        if (earliest >= 0) return earliest;
        continue;
      }
      const low = memory[row + LOW] as number;
      const high = (memory[row + HIGH] as number) - 1;
      const time = high * TWO_32 + (low >>> 0);
      if (time > until) return 0;
      this.instant = time;
      if (this.ahead !== 0) this.ahead = memory[this.ahead] as number;
      this.low = low;
      this.high = high;
      this.size -= 1;
      memory[row + HIGH] = 0;
      memory[ENDS + 2 * slot] = next;
      if (next !== 0) {
        memory[next + PREVIOUS] = 0;
        return row;
      }
      memory[ENDS + 2 * slot + 1] = 0;
      // Takes away the lowest bit.
      memory[word] = bits & (bits - 1);
      if (memory[word] === 0) {
        memory[ABOVE + above] = words & (words - 1);
        if (memory[ABOVE + above] === 0) memory[TOP] = top & (top - 1);
      }
      return row;
    }
  }

  private notDue(earliest: Micros): number {
    this.earliest = earliest;
    this.peeked = true;
    return 0;
  }

  private lowestSlot(): number {
    const { memory } = this;
    const above = lowestBit(memory[TOP] as number);
    const word = (above << 5) + lowestBit(memory[ABOVE + above] as number);
    return (word << 5) + lowestBit(memory[word] as number);
  }

  private earliestIn(slot: number): Micros {
    const { memory } = this;
    let earliest = Number.MAX_SAFE_INTEGER;
    for (let row = memory[ENDS + 2 * slot] as number; row !== 0; row = memory[row] as number) {
      const time = ((memory[row + HIGH] as number) - 1) * TWO_32 + ((memory[row + LOW] as number) >>> 0);
      if (slot < LEVEL_1) return time;
      if (time < earliest) earliest = time;
    }
    return earliest;
  }

  private slotOf(low: number, high: number): number {
    if (high !== this.high) {
      return (high ^ this.high) >>> 11 === 0 ? LEVEL_3 + (high & DIGIT_11) : LEVEL_4 + (high >>> 11);
    }
    const difference = low ^ this.low;
    if (difference >>> 11 === 0) return low & DIGIT_11;
    return difference >>> 22 === 0 ? LEVEL_1 + ((low >>> 11) & DIGIT_11) : LEVEL_2 + ((low >>> 22) & DIGIT_10);
  }

  /**
   * Enters a slot above the lowest level. Of few rows it takes out the earliest, and moves the others to lower levels at once;
   * -1 where it has moved all of many. 0, and nothing changes, where none is due by `until`.
   */
  private enter(slot: number, first: number, until: Micros): number {
    const { memory } = this;
    let earliest = first;
    let low = memory[first + LOW] as number;
    let high = memory[first + HIGH] as number;
    let count = 1;
    for (let row = memory[first] as number; row !== 0; row = memory[row] as number) {
      if (count === FEW) return this.enterMany(slot, first, until, (high - 1) * TWO_32 + (low >>> 0));
      count += 1;
      const rowLow = memory[row + LOW] as number;
      const rowHigh = memory[row + HIGH] as number;
      if (rowHigh < high || (rowHigh === high && (rowLow ^ SIGN) < (low ^ SIGN))) {
        earliest = row;
        low = rowLow;
        high = rowHigh;
      }
    }
    high -= 1;
    const time = high * TWO_32 + (low >>> 0);
    if (time > until) return this.notDue(time);
    this.low = low;
    this.high = high;
    this.instant = time;
    this.size -= 1;
    vacate(memory, slot);
    for (let row = first; row !== 0;) {
      const next = memory[row] as number;
      if (row !== earliest)
        append(memory, row, this.slotOf(memory[row + LOW] as number, (memory[row + HIGH] as number) - 1));
      row = next;
    }
    memory[earliest + HIGH] = 0;
    return earliest;
  }

  // Moves `now` to the begin of a slot, and its rows to lower levels, in their order. One of them is due at a time that is known.
  private enterMany(slot: number, first: number, until: Micros, known: Micros): number {
    const { memory } = this;
    if (known > until) {
      const earliest = this.earliestIn(slot);
      if (earliest > until) return this.notDue(earliest);
    }
    vacate(memory, slot);
    if (slot < LEVEL_2) this.low = (this.low & ~0x3f_ffff) | ((slot - LEVEL_1) << 11);
    else if (slot < LEVEL_3) this.low = (slot - LEVEL_2) << 22;
    else {
      this.low = 0;
      this.high = slot < LEVEL_4 ? (this.high & ~DIGIT_11) | (slot - LEVEL_3) : (slot - LEVEL_4) << 11;
    }
    let row = first;
    while (row !== 0) {
      const next = memory[row] as number;
      append(memory, row, this.slotOf(memory[row + LOW] as number, (memory[row + HIGH] as number) - 1));
      row = next;
    }
    this.ahead = slot + 1 < LEVEL_2 ? (memory[ENDS + 2 * (slot + 1)] as number) : 0;
    return -1;
  }
}

function append(memory: Int32Array, row: number, slot: number): void {
  const last = memory[ENDS + 2 * slot + 1] as number;
  memory[row] = 0;
  memory[row + PREVIOUS] = last;
  memory[ENDS + 2 * slot + 1] = row;
  if (last !== 0) {
    memory[last] = row;
    return;
  }
  memory[ENDS + 2 * slot] = row;
  const word = slot >>> 5;
  const above = slot >>> 10;
  memory[word] = (memory[word] as number) | (1 << (slot & 31));
  memory[ABOVE + above] = (memory[ABOVE + above] as number) | (1 << (word & 31));
  memory[TOP] = (memory[TOP] as number) | (1 << above);
}

/** Notes that a slot has no row any more. */
function vacate(memory: Int32Array, slot: number): void {
  memory[ENDS + 2 * slot] = 0;
  memory[ENDS + 2 * slot + 1] = 0;
  const word = slot >>> 5;
  const above = slot >>> 10;
  const bits = (memory[word] as number) & ~(1 << (slot & 31));
  memory[word] = bits;
  if (bits !== 0) return;
  const words = (memory[ABOVE + above] as number) & ~(1 << (word & 31));
  memory[ABOVE + above] = words;
  if (words === 0) memory[TOP] = (memory[TOP] as number) & ~(1 << above);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
