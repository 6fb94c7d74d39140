import type { IntegerDomain } from '@simlet/core';

/** The outcomes that a sweep tries in place of the simplest: the interesting ones, or else the ends of the domain. */
export function alternatives(domain: IntegerDomain): readonly number[] {
  const candidates = domain.interesting ?? [domain.min, domain.max];
  return [...new Set(candidates)].filter(
    (outcome) => outcome !== domain.simplest && outcome >= domain.min && outcome <= domain.max,
  );
}
