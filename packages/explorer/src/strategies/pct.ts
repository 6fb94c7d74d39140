import { pct, seeded } from '@simlet/core';
import type { Execution } from '../experiment.ts';
import { diceOf } from './dice.ts';
import { sampling } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import type { Strategy } from './strategy.ts';

const LEAST_DEPTH = 2;
const MOST_DEPTH = 6;

/**
 * Probabilistic concurrency testing with a depth drawn anew for each run: a depth below that of a bug never shows it. Who
 * goes first is decided by priorities, everything else by the seed; a model without ties is only seeded.
 */
export const pctSampler: Sampler = {
  name: 'pct',
  chooser(seed, calm) {
    const dice = diceOf(`depth/${seed}`);
    const depth = LEAST_DEPTH + dice.below(MOST_DEPTH - LEAST_DEPTH + 1);
    return pct(seed, { depth, choices: Math.max(1, tiesOf(calm())), otherwise: seeded(seed) });
  },
};

function tiesOf({ asked }: Execution): number {
  return asked.filter(({ domain }) => domain.contenders !== undefined).length;
}

/** `runs` runs by probabilistic concurrency testing, of depths from 2 to 6. */
export function pctStrategy(runs: number, from = 0): Strategy {
  return sampling(pctSampler, runs, from);
}
