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
 */
export const WORKLOADS = ['hold', 'hold-dense', 'cancel', 'process', 'spawn', 'pingpong', 'mm1'] as const;
export type Workload = (typeof WORKLOADS)[number];

/** Timeout of the `cancel` workload, in microseconds: 90 % of the delays are shorter. */
export const TIMEOUT = 2_302_585;

/** Does units of a workload of size n until the meter says that it is enough. */
export type Run = (n: number, meter: Meter, delays: Delays) => void;

/** An engine, or a way of using it, that takes part in some workloads. */
export interface Contestant {
  readonly name: string;
  readonly workloads: Readonly<Partial<Record<Workload, Run>>>;
}

/** Which table of delays a workload draws from. */
export function tableOf(workload: Workload): DelayTable {
  return workload === 'hold-dense' ? 'dense' : 'sparse';
}
