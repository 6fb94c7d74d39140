import { scripted } from '@simlet/core';
import { alternatives } from './alternatives.ts';
import { diceOf } from './dice.ts';
import type { Sampler } from './sampler.ts';

/** One decision of the calm run, drawn, with one of its alternatives: the sweep of single deviations by chance. */
export const oneDeviationSampler: Sampler = {
  name: 'one deviation',
  chooser(seed, calm) {
    const dice = diceOf(`one/${seed}`);
    const open = calm().asked.filter(({ domain }) => alternatives(domain).length > 0);
    const decision = dice.pick(open);
    if (decision === undefined) return scripted([]);
    const { name, occurrence, domain } = decision;
    return scripted([{ name, occurrence, outcome: dice.pick(alternatives(domain)) ?? domain.simplest }]);
  },
};
