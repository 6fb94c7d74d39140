import { heavyTailedSampler } from './heavy-tailed.ts';
import { oneDeviationSampler } from './one-deviation.ts';
import { pctSampler } from './pct.ts';
import type { Sampler } from './sampler.ts';
import { seededSampler } from './seeded.ts';
import { swarmSampler } from './swarm.ts';

/** The ways to draw a single run, in the order in which they take turns. */
export const SAMPLERS: readonly Sampler[] = [
  seededSampler,
  oneDeviationSampler,
  swarmSampler,
  pctSampler,
  heavyTailedSampler,
];

/** @throws RangeError where there is none of that name. */
export function samplerOf(name: string): Sampler {
  const sampler = SAMPLERS.find((one) => one.name === name);
  if (sampler === undefined) throw new RangeError(`no sampler ${name}`);
  return sampler;
}
