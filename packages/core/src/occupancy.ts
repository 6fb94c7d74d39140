const WORDS = 256;

/**
 * A set of slots 0 to 8,191 in which the next member is found in a few steps: a word for each 32 slots with a bit for
 * each of them, and behind these words a bit for each of them that says whether it has any. Ranges begin and end at
 * multiples of 1,024.
 */
export class Occupancy {
  private readonly bits: Int32Array;

  constructor(from?: Occupancy) {
    this.bits = from === undefined ? new Int32Array(WORDS + WORDS / 32) : from.bits.slice();
  }

  add(slot: number): void {
    const { bits } = this;
    const word = slot >>> 5;
    const before = bits[word] as number;
    bits[word] = before | (1 << (slot & 31));
    if (before === 0) bits[WORDS + (word >>> 5)] = (bits[WORDS + (word >>> 5)] as number) | (1 << (word & 31));
  }

  remove(slot: number): void {
    const { bits } = this;
    const word = slot >>> 5;
    const left = (bits[word] as number) & ~(1 << (slot & 31));
    bits[word] = left;
    if (left === 0) bits[WORDS + (word >>> 5)] = (bits[WORDS + (word >>> 5)] as number) & ~(1 << (word & 31));
  }

  /** The first member from `from` to `end - 1`, or -1. `end` is a multiple of 1,024. */
  next(from: number, end: number): number {
    if (from >= end) return -1;
    const { bits } = this;
    let word = from >>> 5;
    const members = (bits[word] as number) & (-1 << (from & 31));
    if (members !== 0) return (word << 5) + lowestBit(members);
    word += 1;
    while (word < end >>> 5) {
      const occupied = (bits[WORDS + (word >>> 5)] as number) & (-1 << (word & 31));
      if (occupied !== 0) {
        word = (word & ~31) + lowestBit(occupied);
        return (word << 5) + lowestBit(bits[word] as number);
      }
      word = (word | 31) + 1;
    }
    return -1;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
