import { seeded } from '@simlet/core';
import type { IntegerDomain } from '@simlet/core';
import { sampling } from './sampler.ts';
import type { Sampler } from './sampler.ts';
import type { Strategy } from './strategy.ts';

/** Domains with more outcomes than this are taken for amounts (delays, durations), the others for choices. */
const CHOICES = 8;

/**
 * Amounts are usual most of the time and now and then of any order of magnitude, up to the largest allowed: jitter alone
 * never starves anybody. Choices are drawn as their distribution says.
 */
export const heavyTailedSampler: Sampler = {
  name: 'heavy-tailed',
  chooser(seed) {
    const usual = seeded(seed);
    return { choose: (name, occurrence, domain) => usual.choose(name, occurrence, withHeavyTail(domain)) };
  },
};

function withHeavyTail(domain: IntegerDomain): IntegerDomain {
  if (domain.contenders !== undefined || domain.max - domain.min < CHOICES) return domain;
  const { distribution } = domain;
  const unit = distribution?.kind === 'heavy-tailed' ? (distribution.unit ?? 1) : 1;
  return { ...domain, distribution: { kind: 'heavy-tailed', unit, odds: distribution?.odds ?? [1, 4] } };
}

/** `runs` runs in which some amount is far from usual. */
export function heavyTailedStrategy(runs: number, from = 0): Strategy {
  return sampling(heavyTailedSampler, runs, from);
}
