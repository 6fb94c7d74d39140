import { WORKLOADS, type Contestant, type Workload } from './contestant.ts';

/** One contestant in one workload of one size. */
export interface Job {
  readonly workload: Workload;
  readonly n: number;
  readonly contestant: string;
}

const SIZES: Readonly<Record<Workload, readonly number[]>> = {
  hold: [1, 1_000, 100_000, 1_000_000],
  'hold-dense': [1_000, 100_000, 1_000_000],
  cancel: [1_000, 100_000],
  process: [1_000, 100_000],
  spawn: [1_000],
  pingpong: [2],
  mm1: [1],
  async: [1_000],
};

/** Above this size only those take part that say so: the others need minutes or gigabytes to set up. */
const LARGEST_FOR_ALL = 100_000;

/** All jobs whose text `workload n contestant` the pattern finds. */
export function plan(contestants: readonly Contestant[], only: RegExp): readonly Job[] {
  return WORKLOADS.flatMap((workload) =>
    SIZES[workload].flatMap((n) =>
      contestants
        .filter(({ largest, workloads }) => {
          return workloads[workload] !== undefined && n <= (largest ?? LARGEST_FOR_ALL);
        })
        .map(({ name }) => ({ workload, n, contestant: name })),
    ),
  ).filter(({ workload, n, contestant }) => only.test(`${workload} ${n} ${contestant}`));
}
