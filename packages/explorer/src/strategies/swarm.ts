import { seeded } from '@simlet/core';
import { diceOf } from './dice.ts';
import { sampling } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import type { Strategy } from './strategy.ts';

/**
 * Each run draws which families of decisions it varies at all, the others stay simplest: what a run with every trouble at
 * once covers up, a run with few of them reaches. A family is the site of a name, its part before the first slash; at
 * least one that the calm run asks for is varied.
 *
 * *Source*: Groce et al., Swarm Testing, ISSTA 2012.
 */
export const swarmSampler: Sampler = {
  name: 'swarm',
  chooser(seed, calm) {
    const usual = seeded(seed);
    const active = new Map<string, boolean>();
    const dice = diceOf(`swarm/${seed}`);
    const sites = [...new Set(calm().asked.map(({ name }) => siteOf(name)))];
    const chosen = dice.pick(sites);
    for (const site of sites) active.set(site, site === chosen || dice.below(2) === 1);
    return {
      choose(name, occurrence, domain) {
        const site = siteOf(name);
        const outcome = usual.choose(name, occurrence, domain);
        const known = active.get(site) ?? diceOf(`swarm/${seed}/${site}`).below(2) === 1;
        active.set(site, known);
        return known ? outcome : domain.simplest;
      },
    };
  },
};

function siteOf(name: string): string {
  const end = name.indexOf('/');
  return end < 0 ? name : name.slice(0, end);
}

/** `runs` runs, each with some families of decisions alone. */
export function swarmStrategy(runs: number, from = 0): Strategy {
  return sampling(swarmSampler, runs, from);
}
