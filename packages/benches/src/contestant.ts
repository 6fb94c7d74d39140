import type { Delays, DelayTable } from './delays.ts';
import type { Meter } from './meter.ts';

/**
 * What is measured, and what one unit of it is.
 * - `hold`: n timers are pending; the earliest fires and is scheduled again.
 * - `hold-dense`: the same with short delays, of which many are equal.
 * - `cancel`: a request: a timeout of 2.3 s is scheduled, and the reply, which comes first in nine of ten cases, cancels it.
 * - `process`: one wait of one of n processes of 100 waits each.
 * - `spawn`: a process that waits once, from its start to its end; n at a time.
 * - `pingpong`: a message between two processes, without delay.
 * - `mm1`: a customer of an M/M/1 queue at a load of 0.8.
 * - `async`: one `await` of a sleep of 1 to 100 ms, by one of n tasks of ordinary async functions, or what comes nearest.
 */
export const WORKLOADS = ['hold', 'hold-dense', 'cancel', 'process', 'spawn', 'pingpong', 'mm1', 'async'] as const;
export type Workload = (typeof WORKLOADS)[number];

/** Timeout of the `cancel` workload, in microseconds: 90 % of the delays are shorter. */
export const TIMEOUT = 2_302_585;

/** Does units of a workload of size n until the meter says that it is enough. */
export type Run = (n: number, meter: Meter, delays: Delays) => void | Promise<void>;

/** An engine, or a way of using it, that takes part in some workloads. */
export interface Contestant {
  readonly name: string;
  /** Where it needs packages that are only installed when it is measured: `peer-packages.ts`. */
  readonly onDemand?: boolean;
  /** Workloads in which it cannot do what the others do, so that its order is another. */
  readonly otherOrder?: readonly Workload[];
  /** Up to which size it takes part; default 100,000. */
  readonly largest?: number;
  readonly workloads: Readonly<Partial<Record<Workload, Run>>>;
}

/** Which table of delays a workload draws from. */
export function tableOf(workload: Workload): DelayTable {
  if (workload === 'async') return 'milliseconds';
  return workload === 'hold-dense' ? 'dense' : 'sparse';
}
