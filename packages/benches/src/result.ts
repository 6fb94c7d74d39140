import type { Job } from './plan.ts';

/** What one measurement found: units for each second of CPU time, and the checksum of the order where there is one. */
export interface Measurement {
  readonly rate: number;
  readonly order?: number;
}

/** All measurements of a job. Rates are units for each second of CPU time. */
export interface Result extends Job {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The checksum of the order of the first 20,000 units, the same in all measurements; null where it was not, or there were fewer. */
  readonly order: number | null;
}

/** Puts the measurements of one job together. @throws Error where there are none. */
export function summarise({ workload, n, contestant }: Job, measurements: readonly Measurement[]): Result {
  const rates = measurements.map(({ rate }) => Math.round(rate)).toSorted((one, other) => one - other);
  const [min, max, median] = [rates[0], rates.at(-1), rates[Math.floor(rates.length / 2)]];
  if (min === undefined || max === undefined || median === undefined) {
    throw new Error(`no measurement of ${workload} ${n} ${contestant}`);
  }
  const orders = new Set(measurements.map(({ order }) => order));
  const [order] = orders;
  return { workload, n, contestant, median, min, max, order: orders.size === 1 ? (order ?? null) : null };
}
