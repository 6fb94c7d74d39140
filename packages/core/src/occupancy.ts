/**
 * A set of slots 0 to 8,191 in which the next member is found in a few steps: one bit a slot, and one bit for each 32
 * slots that says whether any of them is a member. Ranges begin and end at multiples of 1,024.
 */
export class Occupancy {
  private readonly slots: Int32Array;
  private readonly words: Int32Array;

  constructor(from?: Occupancy) {
    this.slots = from === undefined ? new Int32Array(256) : from.slots.slice();
    this.words = from === undefined ? new Int32Array(8) : from.words.slice();
  }

  add(slot: number): void {
    const word = slot >>> 5;
    const before = this.slots[word] as number;
    this.slots[word] = before | (1 << (slot & 31));
    if (before === 0) this.words[word >>> 5] = (this.words[word >>> 5] as number) | (1 << (word & 31));
  }

  remove(slot: number): void {
    const word = slot >>> 5;
    const left = (this.slots[word] as number) & ~(1 << (slot & 31));
    this.slots[word] = left;
    if (left === 0) this.words[word >>> 5] = (this.words[word >>> 5] as number) & ~(1 << (word & 31));
  }

  /** The first member from `from` to `end - 1`, or -1. `end` is a multiple of 1,024. */
  next(from: number, end: number): number {
    if (from >= end) return -1;
    let word = from >>> 5;
    const members = (this.slots[word] as number) & (-1 << (from & 31));
    if (members !== 0) return (word << 5) + lowestBit(members);
    word += 1;
    while (word < end >>> 5) {
      const occupied = (this.words[word >>> 5] as number) & (-1 << (word & 31));
      if (occupied !== 0) {
        word = (word & ~31) + lowestBit(occupied);
        return (word << 5) + lowestBit(this.slots[word] as number);
      }
      word = (word | 31) + 1;
    }
    return -1;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
