// One measurement, in a process of its own: measure-main.js JSON, with the workload, its size, what it is without, and how it is run.
import { argv, stdout } from 'node:process';
import type { Mode } from './measurement.ts';
import { measureScale } from './measure-scale.ts';
import { scaleWorkload } from './scenarios.ts';
import type { Limit, ScaleName, Size } from './workload.ts';

/** What the parent asks for. */
export interface ScaleJob extends Mode {
  readonly workload: ScaleName;
  readonly size: Size;
  readonly without: readonly Limit[];
  /** Whether what a pod holds at rest is measured too. */
  readonly memory: boolean;
}

const job = JSON.parse(argv[2] ?? '{}') as ScaleJob;
const { judged, routine } = job;
const collect = job.memory ? (globalThis as { gc?: () => void }).gc : undefined;
stdout.write(
  JSON.stringify(measureScale(scaleWorkload(job.workload, job.size, job.without), { judged, routine }, collect)),
);
