import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { contestants } from './contestants.ts';
import { plan, type Job } from './plan.ts';
import { summarise, type Measurement, type Result } from './result.ts';

/** How a bench is run. */
export interface BenchOptions {
  /** Measurements of each job; all jobs are measured once before any is measured again. */
  readonly repetitions: number;
  /** Wall-clock seconds of each measurement, after half as many of warming up. */
  readonly seconds: number;
  /** Which jobs, by their text `workload n contestant`. */
  readonly only: RegExp;
}

const MEASURE = fileURLToPath(new URL('measure-main.js', import.meta.url));

/** Measures the kernel beside its peers, each measurement in a new process. */
export function kernelBench({ repetitions, seconds, only }: BenchOptions): readonly Result[] {
  const jobs = plan(contestants, only);
  const rounds = Array.from({ length: repetitions }, () => jobs.map((job) => measure(job, seconds)));
  return jobs.map((job, index) =>
    summarise(
      job,
      rounds.flatMap((round) => round[index] ?? []),
    ),
  );
}

function measure({ workload, n, contestant }: Job, seconds: number): Measurement {
  const given = [workload, n, contestant, seconds / 2, seconds].map(String);
  return JSON.parse(execFileSync(execPath, [MEASURE, ...given], { encoding: 'utf8' })) as Measurement;
}
