import type { IntegerDomain } from './decision.ts';

/** A source of uniformly distributed whole numbers from 0 to 2^32 - 1. */
export type Uint32Source = () => number;

const TWO_32 = 4_294_967_296;
const TWO_53 = 9_007_199_254_740_992;

/**
 * Draws an outcome of a domain as its distribution says, in whole numbers only, so that every machine draws the same.
 * Where there is only one outcome nothing is drawn.
 * - `uniform`: each outcome of [min, max] alike.
 * - `triangular`: most likely at `mode`, falling in a straight line to 0 just beyond both ends.
 * - `heavy-tailed`: never `simplest`; each whole doubling of the distance from it is as likely as the next, from one `unit`
 *   on and in whole units. The side is drawn in proportion to its width.
 * - `table`: a value in proportion to its weight; weights are whole numbers from 0 with a sum of at least 1.
 * @throws RangeError where the domain contradicts itself.
 */
export function drawInteger(domain: IntegerDomain, next: Uint32Source): number {
  const { simplest, min, max } = domain;
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || !(min <= simplest && simplest <= max)) {
    throw new RangeError(`no domain: min ${min}, simplest ${simplest}, max ${max} must be ascending whole numbers`);
  }
  if (min === max) return simplest;
  const distribution = domain.distribution;
  if (distribution?.odds !== undefined && !happens(distribution.odds, next)) return simplest;
  if (distribution === undefined) return min + below(max - min + 1, next);
  switch (distribution.kind) {
    case 'uniform':
      return min + below(max - min + 1, next);
    case 'triangular':
      return triangular(domain, distribution.mode, next);
    case 'heavy-tailed':
      return heavyTailed(domain, distribution.unit ?? 1, next);
    case 'table':
      return tabled(domain, distribution.rows, next);
    default:
      return unreachable(distribution);
  }
}

function happens([hits, cases]: readonly [number, number], next: Uint32Source): boolean {
  if (!Number.isSafeInteger(hits) || hits < 0 || hits > cases) {
    throw new RangeError(`no odds: ${hits} in ${cases}`);
  }
  return hits === cases || below(cases, next) < hits;
}

/** A whole number from 0 to `count - 1`, each alike: what does not divide evenly is drawn again. */
function below(count: number, next: Uint32Source): number {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`nothing to draw among ${count} outcomes`);
  if (count === 1) return 0;
  if (count <= TWO_32) {
    const limit = TWO_32 - (TWO_32 % count);
    for (;;) {
      const drawn = next();
      if (drawn < limit) return drawn % count;
    }
  }
  const limit = TWO_53 - (TWO_53 % count);
  for (;;) {
    const drawn = (next() >>> 11) * TWO_32 + next();
    if (drawn < limit) return drawn % count;
  }
}

function triangular({ min, max }: IntegerDomain, mode: number, next: Uint32Source): number {
  if (!Number.isSafeInteger(mode) || mode < min || mode > max) {
    throw new RangeError(`the mode ${mode} lies outside ${min} to ${max}`);
  }
  // Twice the weight of each side and of the mode, in units of the weight of the mode.
  const left = mode - min;
  const right = max - mode;
  const drawn = below(left + 2 + right, next);
  if (drawn < left) return mode - slope(left, next);
  return drawn < left + 2 ? mode : mode + slope(right, next);
}

/** A distance from 1 to `width`, less likely in a straight line: the smaller one of two different whole numbers. */
function slope(width: number, next: Uint32Source): number {
  for (;;) {
    const first = below(width + 1, next);
    const second = below(width + 1, next);
    if (first !== second) return 1 + Math.min(first, second);
  }
}

function heavyTailed({ simplest, min, max }: IntegerDomain, unit: number, next: Uint32Source): number {
  if (!Number.isSafeInteger(unit) || unit < 1) throw new RangeError(`no unit of a tail: ${unit}`);
  const above = Math.floor((max - simplest) / unit);
  const beneath = Math.floor((simplest - min) / unit);
  if (above + beneath === 0) throw new RangeError(`no tail of ${unit} from ${simplest} within ${min} to ${max}`);
  const upwards = below(above + beneath, next) < above;
  const furthest = upwards ? above : beneath;
  let doublings = 1;
  for (let reach = 1; furthest - reach >= reach; reach *= 2) doublings += 1;
  for (;;) {
    let nearest = 1;
    for (let left = below(doublings, next); left > 0; left -= 1) nearest *= 2;
    const distance = nearest + below(nearest, next);
    // Beyond the end only in the last doubling, of which not all lies within the domain.
    if (distance <= furthest) return simplest + (upwards ? distance : -distance) * unit;
  }
}

function tabled(
  { min, max }: IntegerDomain,
  rows: readonly (readonly [value: number, weight: number])[],
  next: Uint32Source,
): number {
  let total = 0;
  for (const [value, weight] of rows) {
    if (!Number.isSafeInteger(weight) || weight < 0 || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new RangeError(`no row of a table over ${min} to ${max}: value ${value} with weight ${weight}`);
    }
    total += weight;
  }
  let left = below(total, next);
  for (const [value, weight] of rows) {
    if (left < weight) return value;
    left -= weight;
  }
  throw new RangeError('a table without rows');
}

function unreachable(value: never): never {
  throw new RangeError(`no distribution: ${JSON.stringify(value)}`);
}
