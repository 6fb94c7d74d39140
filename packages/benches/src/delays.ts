/** Length of a table of delays; a bench begins again at the front when it came to the end. */
const LENGTH = 65_536;

/**
 * `sparse`: exponential, mean 1 s in microseconds. `dense`: exponential, mean 1 ms, so that many are equal. `milliseconds`:
 * uniform, 1 to 100, in milliseconds.
 */
export type DelayTable = 'sparse' | 'dense' | 'milliseconds';

/** The same delays for every contestant, drawn before anything is timed. */
export class Delays {
  readonly #table: Int32Array;
  #drawn = 0;

  constructor(table: DelayTable) {
    const tables = drawTables();
    this.#table = tables[table];
  }

  /** The next delay, in the unit of the table, at least 1. */
  next(): number {
    return this.#table[this.#drawn++ & (LENGTH - 1)] as number;
  }
}

// All tables come from one 32-bit xorshift stream (13, 17, 5), in this order, so that the numbers, and with them
// the checksums of the order of events, can be compared with those of peers in other languages.
function drawTables(): Readonly<Record<DelayTable, Int32Array>> {
  let state = 2_463_534_242 | 0;
  const unit = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const exponential = (mean: number): Int32Array =>
    Int32Array.from({ length: LENGTH }, () => 1 + Math.floor(-Math.log(1 - unit()) * mean));
  return {
    sparse: exponential(1_000_000),
    dense: exponential(1_000),
    milliseconds: Int32Array.from({ length: LENGTH }, () => 1 + Math.floor(unit() * 100)),
  };
}
