import type { Chooser } from '@simlet/core';
import type { Execution } from '../experiment.ts';
import type { Attempts, Strategy } from './strategy.ts';

/** A way to draw a run by chance, each seed on its own. */
export interface Sampler {
  readonly name: string;
  /** The chooser of a seed; `calm` gives the calm run with its decisions. */
  chooser(seed: string, calm: () => Execution): Chooser;
}

/** `runs` runs with the seeds `from`, `from` + 1, ...: the same runs every time. */
export function sampling(sampler: Sampler, runs: number, from = 0): Strategy {
  return {
    name: sampler.name,
    plan: (calm) => ({ attempts: attempts(sampler, calm, runs, from), leftOut: 0 }),
  };
}

function* attempts(sampler: Sampler, calm: Execution, runs: number, from: number): Attempts {
  for (let seed = from; seed < from + runs; seed += 1) {
    yield { label: `seed ${seed}`, chooser: () => sampler.chooser(String(seed), () => calm) };
  }
}
