import { assert } from './engine-error.ts';
import { handlerName } from './handler.ts';
import type { Address } from './process.ts';
import type { Micros } from './time.ts';

/** An event as the trace of a world keeps it. */
export interface TracedEvent {
  readonly time: Micros;
  /** The process whose turn it was; the name of the host for its crashes and boots. */
  readonly process: Address;
  /** The kind of the message, the name of the handler in the fast lane, `start` for a first turn, `crash` or `boot` for a host. */
  readonly what: string;
  /** The target of an event of the fast lane. */
  readonly target?: number;
  /** Number of the turn, from 0. Crashes and boots are numbered along. */
  readonly sequence: number;
  /** Number of the turn that led to it; -1 where it came from outside the world. */
  readonly cause: number;
}

/** What is known of events by number: addresses by their cells, kinds of messages by their place. */
export interface TraceNames {
  readonly cells: readonly { readonly address: Address }[];
  readonly kinds: ReadonlyMap<string, unknown>;
}

/** What happened where it was no message: of a handler -1 less its number, and these. */
export const STARTED = -1_001;
export const CRASHED = -1_002;
export const BOOTED = -1_003;

const WHAT: Readonly<Record<number, string>> = { [STARTED]: 'start', [CRASHED]: 'crash', [BOOTED]: 'boot' };

// Numbers of a row: the words of its time, its cell, what it was, its target and 1, its number and its cause.
const WORDS = 8;
const TWO_32 = 4_294_967_296;
const MOST = 67_108_864;

/** The latest events of a world as rows of numbers: to keep one makes no object. */
export class TraceRing {
  private readonly rows: Int32Array;
  private next: number;
  private isFull: boolean;

  /** @throws EngineError where a length is no whole number from 1 to 2^26. */
  constructor(length: number, from?: TraceRing) {
    assert(Number.isSafeInteger(length) && length >= 1 && length <= MOST, `a trace of ${length} events`);
    this.rows = from === undefined ? new Int32Array(WORDS * length) : from.rows.slice();
    this.next = from?.next ?? 0;
    this.isFull = from?.isFull ?? false;
  }

  /** Notes an event, whose time comes as its low and its high word. */
  add(low: number, high: number, cell: number, what: number, target: number, sequence: number, cause: number): void {
    const { rows, next } = this;
    rows[next] = low;
    rows[next + 1] = high;
    rows[next + 2] = cell;
    rows[next + 3] = what;
    rows[next + 4] = target;
    rows[next + 5] = sequence;
    rows[next + 6] = cause;
    this.next = next + WORDS;
    if (this.next < rows.length) return;
    this.next = 0;
    this.isFull = true;
  }

  clone(): TraceRing {
    return new TraceRing(this.rows.length / WORDS, this);
  }

  /** Oldest first. */
  events({ cells, kinds }: TraceNames): readonly TracedEvent[] {
    const { rows, next, isFull } = this;
    const kindNames = [...kinds.keys()];
    const whatOf = (what: number): string => kindNames[what] ?? WHAT[what] ?? handlerName(undefined, -1 - what);
    return Array.from({ length: (isFull ? rows.length : next) / WORDS }, (_, index) => {
      const at = ((isFull ? next : 0) + WORDS * index) % rows.length;
      const [low = 0, high = 0, cell = 0, what = 0, target = 0, sequence = 0, cause = 0] = rows.subarray(
        at,
        at + WORDS,
      );
      return {
        time: high * TWO_32 + (low >>> 0),
        process: cells[cell]?.address ?? '',
        what: whatOf(what),
        ...(target > 0 ? { target: target - 1 } : {}),
        sequence,
        cause,
      };
    });
  }
}
