import { BOOTED, CRASHED, STARTED } from './event-log.ts';
import type { EventLog } from './event-log.ts';
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

const WHAT: Readonly<Record<number, string>> = { [STARTED]: 'start', [CRASHED]: 'crash', [BOOTED]: 'boot' };

const TWO_32 = 4_294_967_296;

/** The latest events of a world as it keeps them, oldest first. */
export function tracedEvents(log: EventLog, { cells, kinds }: TraceNames): readonly TracedEvent[] {
  const kindNames = [...kinds.keys()];
  const whatOf = (what: number): string => kindNames[what] ?? WHAT[what] ?? handlerName(undefined, -1 - what);
  const rows = log.latest();
  return rows.map(([low = 0, high = 0, cell = 0, what = 0, target = 0, cause = 0], index) => ({
    time: high * TWO_32 + (low >>> 0),
    process: cells[cell]?.address ?? '',
    what: whatOf(what),
    ...(target > 0 ? { target: target - 1 } : {}),
    // Each turn, crash and boot is noted, and nothing else.
    sequence: log.count - rows.length + index,
    cause,
  }));
}
