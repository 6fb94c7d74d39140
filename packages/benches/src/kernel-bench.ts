import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { contestants } from './contestants.ts';
import { installPeerPackages } from './peer-packages.ts';
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

/** Measures the kernel beside its peers, each measurement in a new process. `say` is told what is left out. */
export function kernelBench(
  { repetitions, seconds, only }: BenchOptions,
  say: (line: string) => void,
): readonly Result[] {
  const planned = plan(contestants, only);
  const onDemand = contestants.filter((contestant) => contestant.onDemand === true).map(({ name }) => name);
  const isLeftOut = planned.some(({ contestant }) => onDemand.includes(contestant)) && !installPeerPackages();
  if (isLeftOut) say(`left out: ${onDemand.join(', ')}, which could not be installed (is there a registry?)`);
  const jobs = planned.filter(({ contestant }) => !isLeftOut || !onDemand.includes(contestant));
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
  return JSON.parse(execFileSync(execPath, ['--no-warnings', MEASURE, ...given], { encoding: 'utf8' })) as Measurement;
}
