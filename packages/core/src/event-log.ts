import { createDigest, lift, mixNumber, stir } from './digest.ts';
import type { Digest } from './digest.ts';
import { assert } from './engine-error.ts';

/** What happened where it was no message: of a handler -1 less its number, and these. */
export const STARTED = -1_001;
export const CRASHED = -1_002;
export const BOOTED = -1_003;

/** Numbers of a row: the words of its time, its cell, what it was, its target and 1 (0 for none), its cause, and two hashes. */
const WORDS = 8;
const TARGET = 4;
const HASH = 6;

const TWO_32 = 4_294_967_296;
const MOST = 67_108_864;

/** How many events are stirred in in one go, at most: by themselves they would cost as much again as the rest of the log. */
const BATCH = 64;

/**
 * The latest events of a world as rows of numbers, and a digest over all there ever were. To note one makes no object; the
 * digest is brought up to date when it is asked for, and before rows that it does not have yet are written over.
 */
export class EventLog {
  /** How many of the latest events are kept for whoever wants to look at them. */
  readonly length: number;
  /** How many there were. */
  count = 0;
  private readonly rows: Int32Array;
  private readonly digest: Digest;
  private next: number;
  // The first row that is not in the digest yet, and before which one it has to be brought up to date.
  private fresh: number;
  private limit: number;

  /** @throws EngineError where a length is no whole number from 0 to 2^26. */
  constructor(length: number, from?: EventLog) {
    assert(Number.isSafeInteger(length) && length >= 0 && length <= MOST, `a trace of ${length} events`);
    this.length = length;
    this.count = from?.count ?? 0;
    this.rows = from === undefined ? new Int32Array(WORDS * Math.max(length, BATCH)) : from.rows.slice();
    this.digest = from === undefined ? createDigest() : { ...from.digest };
    this.next = from?.next ?? 0;
    this.fresh = from?.fresh ?? 0;
    this.limit = from?.limit ?? WORDS * BATCH;
  }

  /**
   * Notes an event, whose time comes as its low and its high word. What goes into the digest is the time, two hashes for who
   * it was and what happened, and the target if there is one.
   */
  add(
    low: number,
    high: number,
    cell: number,
    what: number,
    target: number,
    cause: number,
    first: number,
    second: number,
  ): void {
    const { rows, next } = this;
    rows[next] = low;
    rows[next + 1] = high;
    rows[next + 2] = cell;
    rows[next + 3] = what;
    rows[next + TARGET] = target;
    rows[next + 5] = cause;
    rows[next + HASH] = first;
    rows[next + HASH + 1] = second;
    this.count += 1;
    this.next = next + WORDS;
    if (this.next === this.limit) this.goOn();
  }

  /** The digest over all events so far, into which more may be mixed. */
  settled(): Digest {
    if (this.fresh !== this.next) this.stirIn();
    return this.digest;
  }

  clone(): EventLog {
    return new EventLog(this.length, this);
  }

  /** The rows of those that are kept, oldest first. */
  latest(): readonly Int32Array[] {
    const { rows, next } = this;
    const length = Math.min(this.length, this.count);
    return Array.from({ length }, (_, index) => {
      const at = (rows.length + next - WORDS * (length - index)) % rows.length;
      return rows.subarray(at, at + WORDS);
    });
  }

  private goOn(): void {
    this.stirIn();
    if (this.next === this.rows.length) {
      this.next = 0;
      this.fresh = 0;
    }
    this.limit = Math.min(this.next + WORDS * BATCH, this.rows.length);
  }

  private stirIn(): void {
    const { digest, rows, next } = this;
    let { low, high } = digest;
    for (let row = this.fresh; row < next; row += WORDS) {
      const timeLow = rows[row] as number;
      const timeHigh = rows[row + 1] as number;
      if (timeHigh === 0 && timeLow >= 0) {
        low = stir(low, timeLow);
        high = lift(high, low);
      } else {
        digest.low = low;
        digest.high = high;
        mixNumber(digest, timeHigh * TWO_32 + (timeLow >>> 0));
        ({ low, high } = digest);
      }
      low = stir(low, rows[row + HASH] as number);
      high = lift(high, low);
      low = stir(low, rows[row + HASH + 1] as number);
      high = lift(high, low);
      const target = rows[row + TARGET] as number;
      if (target > 0) {
        low = stir(low, target - 1);
        high = lift(high, low);
      }
    }
    digest.low = low;
    digest.high = high;
    this.fresh = next;
  }
}
