import type { Workload } from './contestant.ts';
import type { Result } from './result.ts';

/** Ours is to be at least so many times as fast as a peer in the same run. */
export interface Goal {
  readonly workload: Workload;
  readonly n: number;
  readonly ours: string;
  readonly peer: string;
  readonly atLeast: number;
}

/** What was aimed at before anything was measured; `docs/performance.md` says what is missed and why. */
export const goals: readonly Goal[] = [
  { workload: 'hold', n: 1_000, ours: 'simlet-lane', peer: 'fake-timers', atLeast: 15 },
  { workload: 'hold', n: 100_000, ours: 'simlet-lane', peer: 'fake-timers', atLeast: 40 },
  { workload: 'hold', n: 1_000, ours: 'simlet-lane', peer: 'simjs', atLeast: 5 },
  { workload: 'hold', n: 100_000, ours: 'simlet-lane', peer: 'simjs', atLeast: 20 },
  { workload: 'cancel', n: 1_000, ours: 'simlet-lane', peer: 'fake-timers', atLeast: 12 },
  { workload: 'cancel', n: 100_000, ours: 'simlet-lane', peer: 'fake-timers', atLeast: 5 },
  { workload: 'process', n: 1_000, ours: 'simlet-scripts', peer: 'simjs', atLeast: 4 },
  { workload: 'process', n: 100_000, ours: 'simlet-scripts', peer: 'simjs', atLeast: 3.5 },
  { workload: 'pingpong', n: 2, ours: 'simlet-world', peer: 'simjs', atLeast: 1 },
  { workload: 'mm1', n: 1, ours: 'simlet-scripts', peer: 'simjs', atLeast: 2.5 },
  { workload: 'async', n: 1_000, ours: 'simlet-guest', peer: 'fake-timers', atLeast: 10 },
  { workload: 'async', n: 1_000, ours: 'simlet-guest', peer: 'effect', atLeast: 25 },
  { workload: 'async', n: 1_000, ours: 'simlet-guest', peer: 'mock-timers', atLeast: 1.5 },
];

/** A goal and the ratio that was measured. */
export interface Standing extends Goal {
  readonly ratio: number;
}

/** The goals of which both sides were measured. */
export function standings(results: readonly Result[]): readonly Standing[] {
  const medianOf = (workload: Workload, n: number, contestant: string): number | undefined =>
    results.find((result) => result.workload === workload && result.n === n && result.contestant === contestant)
      ?.median;
  return goals.flatMap((goal) => {
    const ours = medianOf(goal.workload, goal.n, goal.ours);
    const peer = medianOf(goal.workload, goal.n, goal.peer);
    return ours === undefined || peer === undefined ? [] : [{ ...goal, ratio: ours / peer }];
  });
}
