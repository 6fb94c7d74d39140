import type { IntegerDomain } from '@simlet/core';

/** A choice between at most so many outcomes is tried whole, and so is an order of at most so many contenders. */
export const MOST_TRIED_WHOLE = 4;

/**
 * The outcomes that a sweep tries in place of the simplest: the interesting ones where the domain names them; all of a domain
 * of at most four; the two ends of a larger one.
 */
export function alternatives(domain: IntegerDomain): readonly number[] {
  const candidates = domain.interesting ?? (isTriedWhole(domain) ? wholeNumbers(domain) : [domain.min, domain.max]);
  return [...new Set(candidates)].filter(
    (outcome) => outcome !== domain.simplest && outcome >= domain.min && outcome <= domain.max,
  );
}

/** Whether the alternatives of a domain are all that it has besides the simplest outcome. */
export function isExhausted(domain: IntegerDomain): boolean {
  return alternatives(domain).length === domain.max - domain.min;
}

function isTriedWhole({ min, max }: IntegerDomain): boolean {
  return max - min < MOST_TRIED_WHOLE;
}

function wholeNumbers({ min, max }: IntegerDomain): readonly number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}
