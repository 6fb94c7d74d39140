import type { IntegerDomain } from './decision.ts';
import { EngineError } from './engine-error.ts';

/** @throws EngineError where the domain of a decision contradicts itself. */
export function checkDomain(name: string, domain: IntegerDomain): void {
  const { simplest, min, max, distribution }: Partial<IntegerDomain> = domain ?? {};
  if (simplest === undefined || min === undefined || max === undefined) {
    throw new EngineError(`the domain of ${name} is { simplest, min, max }, which this is not`);
  }
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || !Number.isSafeInteger(simplest)) {
    throw new EngineError(`the domain of ${name} is not of whole numbers: ${min}, ${simplest}, ${max}`);
  }
  if (simplest < min || simplest > max) {
    throw new EngineError(`the simplest outcome of ${name}, ${simplest}, is not from ${min} to ${max}`);
  }
  if (distribution?.odds !== undefined) checkOdds(name, distribution.odds);
}

/** @throws EngineError where odds are not `[n, m]`, n in m, in whole numbers. */
export function checkOdds(name: string, odds: readonly [number, number]): void {
  const [hits, cases] = Array.isArray(odds) ? odds : [Number.NaN, Number.NaN];
  if (!Number.isSafeInteger(hits) || !Number.isSafeInteger(cases) || hits < 0 || hits > cases) {
    throw new EngineError(
      `the odds of ${name} are ${hits} in ${cases}: whole numbers, the first no greater than the second`,
    );
  }
}

/** @throws EngineError where a domain is not one of amounts of time. */
export function checkDelays(name: string, domain: IntegerDomain): void {
  checkDomain(name, domain);
  if (domain.min < 0) throw new EngineError(`${name} may be ${domain.min}: time goes forward, delays are from 0 on`);
}
