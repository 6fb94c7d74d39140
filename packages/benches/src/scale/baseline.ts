import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ScaleMeasurement } from './measurement.ts';
import type { ScaleResult } from './scale-bench.ts';

/** What is kept of a measurement: no seconds, which are another machine's, but what it cost beside the kernel in the same run. */
interface BaselineRow {
  readonly kernelShare: number;
  readonly events: number;
  readonly digest: string;
}

type Baseline = Readonly<Record<string, BaselineRow>>;

const fileOf = (name: string): string => fileURLToPath(new URL(`../../baselines/${name}.json`, import.meta.url));

const keyOf = ({ workload, size, judged, routine }: ScaleMeasurement): string =>
  `${workload} nodes=${size.nodes} pods=${size.pods} hours=${size.hours} routine=${routine} invariants=${judged ? 'on' : 'off'}`;

/** The baseline of a name; without rows where there is none. */
export const readBaseline = (name: string): Baseline =>
  existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Baseline) : {};

/** Puts results into a baseline, in the place of those of the same workload, size and mode. */
export const saveBaseline = (name: string, results: readonly ScaleResult[]): void => {
  const rows: Record<string, BaselineRow> = { ...readBaseline(name) };
  for (const { measurements, kernelShare } of results) {
    const [first] = measurements;
    if (first === undefined) continue;
    rows[keyOf(first)] = {
      kernelShare: Number(kernelShare.toPrecision(3)),
      events: first.events,
      digest: first.digest,
    };
  }
  const sorted = Object.fromEntries(Object.entries(rows).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(fileOf(name), `${JSON.stringify(sorted, null, 2)}\n`);
};

/** How a result stands beside a baseline, in words. Less than `noise` apart is no difference. */
export const besideBaseline = (baseline: Baseline, name: string, result: ScaleResult, noise: number): string => {
  const [first] = result.measurements;
  const row = first === undefined ? undefined : baseline[keyOf(first)];
  if (first === undefined || row === undefined) return `${name}: not measured`;
  const more = first.events === row.events ? '' : `, ${first.events - row.events} events more`;
  const news = first.digest === row.digest ? '' : ', OTHER NEWS';
  const faster = result.kernelShare / row.kernelShare - 1;
  const times = `${Math.abs(faster * 100).toFixed(0)} % ${faster > 0 ? 'faster' : 'slower'}`;
  return `${name}: ${Math.abs(faster) <= Math.max(noise, 0.1) ? 'no difference' : times}${more}${news}`;
};
