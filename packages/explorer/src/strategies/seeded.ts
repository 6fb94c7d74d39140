import { seeded } from '@simlet/core';
import { sampling } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import type { Strategy } from './strategy.ts';

/** Every decision drawn as its distribution says. */
export const seededSampler: Sampler = { name: 'seeded', chooser: (seed) => seeded(seed) };

/** `runs` runs with the seeds `from`, `from` + 1, ...: the same runs every time. */
export function seededStrategy(runs: number, from = 0): Strategy {
  return sampling(seededSampler, runs, from);
}
