import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { summarise as summariseKernel } from '../result.ts';
import type { Measurement } from '../result.ts';
import type { ScaleJob } from './measure-main.ts';
import type { Mode, ScaleMeasurement } from './measurement.ts';
import { spreadOf } from './summary.ts';
import type { Spread } from './summary.ts';
import type { Limit, ScaleName, Size } from './workload.ts';

/** What is measured, and how often. */
export interface ScaleOptions {
  readonly workload: ScaleName;
  readonly size: Size;
  readonly without: readonly Limit[];
  readonly routine: Mode['routine'];
  /** With invariants, without, or one after the other. */
  readonly invariants: 'on' | 'off' | 'both';
  readonly repetitions: number;
}

/** All measurements of a workload in one mode. */
export interface ScaleResult {
  readonly measurements: readonly ScaleMeasurement[];
  readonly cpuSeconds: Spread;
  readonly seconds: Spread;
  /** Events of this workload for each event of the kernel's fast lane in the same CPU time, measured beside it. */
  readonly kernelShare: number;
}

const MEASURE = fileURLToPath(new URL('measure-main.js', import.meta.url));
const MEASURE_KERNEL = fileURLToPath(new URL('../measure-main.js', import.meta.url));

/** Measures a workload, each time in a new process, the modes in turn, with the kernel's own speed in between. */
export function scaleBench(options: ScaleOptions): readonly ScaleResult[] {
  const { workload, size, without, routine, repetitions } = options;
  const modes = options.invariants === 'both' ? [true, false] : [options.invariants === 'on'];
  const rounds = Array.from({ length: repetitions }, (_, round) => ({
    kernel: kernelRate(),
    runs: modes.map((judged) => run({ workload, size, without, routine, judged, memory: round === 0 && !judged })),
  }));
  return modes.map((_, index) => {
    const measurements = rounds.flatMap(({ runs }) => runs[index] ?? []);
    const shares = rounds.flatMap(({ kernel, runs }) => {
      const own = runs[index];
      return own === undefined ? [] : [own.events / own.cpuSeconds / kernel];
    });
    return {
      measurements,
      cpuSeconds: spreadOf(measurements.map(({ cpuSeconds }) => cpuSeconds)),
      seconds: spreadOf(measurements.map(({ seconds }) => seconds)),
      kernelShare: spreadOf(shares).median,
    };
  });
}

/** What a world at the limit of Kubernetes may have (4 GiB, with all that is not heap), and where invariants keep what they know of its pods. */
const HEAP_MEGABYTES = { plain: 3_584, judged: 12_288 };
/**
 * Between two events of a pod there are those of thousands of others: what one of them leaves for the next must be old
 * enough to die young. With Node's own 16 MB most of it is copied twice first (docs/scale.md).
 */
const YOUNG_MEGABYTES = 128;

function run(job: ScaleJob): ScaleMeasurement {
  const sizes = [
    `--max-old-space-size=${HEAP_MEGABYTES[job.judged ? 'judged' : 'plain']}`,
    `--max-semi-space-size=${YOUNG_MEGABYTES}`,
  ];
  const given = ['--expose-gc', ...sizes, MEASURE, JSON.stringify(job)];
  return JSON.parse(execFileSync(execPath, given, { encoding: 'utf8' })) as ScaleMeasurement;
}

/** Events of the fast lane, a thousand pending, in a second of CPU time. */
function kernelRate(): number {
  const job = { workload: 'hold', n: 1_000, contestant: 'simlet-lane' } as const;
  const given = [job.workload, `${job.n}`, job.contestant, '0.2', '0.4'];
  const text = execFileSync(execPath, [MEASURE_KERNEL, ...given], { encoding: 'utf8' });
  return summariseKernel(job, [JSON.parse(text) as Measurement]).median;
}
