import { availableParallelism, loadavg } from 'node:os';
import { besideBaseline } from './baseline.ts';
import type { readBaseline } from './baseline.ts';
import { goalLines } from './scale-goals.ts';
import type { ScaleOptions, ScaleResult } from './scale-bench.ts';
import { noiseOf } from './summary.ts';

const count = (value: number): string => value.toLocaleString('en-US');

/** What people read first: with what it was measured. */
export const headLine = (repetitions: number): string =>
  ` simlet bench · Node ${process.versions.node} · ${availableParallelism()} cores · ${repetitions} runs each`;

/** The lines of a workload: what it cost with and without invariants, beside a baseline and the goals. */
export function resultLines(
  { workload, size }: ScaleOptions,
  results: readonly ScaleResult[],
  baseline: { readonly name: string; readonly rows: ReturnType<typeof readBaseline> },
): readonly string[] {
  const what = [
    workload,
    size.nodes > 1 ? `${count(size.nodes)} nodes` : '',
    size.pods > 0 ? `${count(size.pods)} pods` : '',
    size.hours > 0 ? `${count(size.hours)} h` : '',
  ].filter((word) => word !== '');
  const lines = [`   ${what.join(' · ')}`];
  for (const result of results) {
    const [first] = result.measurements;
    if (first === undefined) continue;
    const noise = noiseOf(result.cpuSeconds);
    lines.push(
      `     ${(first.judged ? 'all invariants' : 'no invariants').padEnd(16)}${result.cpuSeconds.median.toFixed(2).padStart(8)} s of CPU ± ${(noise * 100).toFixed(1)} %` +
        ` · ${result.seconds.median.toFixed(2)} s · ${count(first.events)} events, ${count(Math.round(first.events / result.cpuSeconds.median))} a second of CPU` +
        ` · ${Math.round(Math.max(...result.measurements.map(({ peakMemoryBytes }) => peakMemoryBytes)) / 2 ** 20)} MiB`,
      `     ${''.padEnd(16)}news ${first.digest} · ${count(first.virtualSeconds)} virtual s · ${besideBaseline(baseline.rows, baseline.name, result, noise)}`,
    );
    if (first.judged) lines.push(`     ${''.padEnd(16)}${verdictText(first.held, first.broken)}`);
  }
  const [judged, plain] = results;
  if (judged !== undefined && plain !== undefined) {
    const cost = judged.cpuSeconds.median / plain.cpuSeconds.median - 1;
    lines.push(`     invariants cost ${(cost * 100).toFixed(0)} %`);
  }
  for (const { measurements } of results)
    for (const line of goalLines(middle(measurements))) lines.push(`     goal: ${line}`);
  return lines;
}

/** The measurement of the median, with what only one of them has. */
function middle(measurements: ScaleResult['measurements']): ScaleResult['measurements'][number] {
  const sorted = measurements.toSorted((one, other) => one.cpuSeconds - other.cpuSeconds);
  const chosen = sorted[Math.floor(sorted.length / 2)];
  if (chosen === undefined) throw new Error('nothing was measured');
  const { bytesPodAtRest } = measurements.find((each) => each.bytesPodAtRest !== undefined) ?? {};
  return bytesPodAtRest === undefined ? chosen : { ...chosen, bytesPodAtRest };
}

const verdictText = (held: number, broken: readonly string[]): string =>
  broken.length === 0 ? `${held} invariants hold, none is broken` : `BROKEN: ${broken.join(', ')}`;

/** A warning where others use the machine. */
export function noiseLine(): readonly string[] {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  return load <= cores * 0.75 ? [] : [`   ! load average ${load.toFixed(1)} on ${cores} cores: results may be noisy`];
}
