import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chooser } from './chooser.ts';
import { enumerating, type EnumerationBounds } from './enumerating.ts';

const COIN = { simplest: 0, min: 0, max: 1 };
const DIE = { simplest: 1, min: 0, max: 2 };

function walkThrough(
  run: (chooser: Chooser) => string,
  bounds?: EnumerationBounds,
): { readonly seen: string[]; readonly complete: boolean } {
  const enumeration = enumerating(bounds);
  const seen: string[] = [];
  for (const chooser of enumeration) seen.push(run(chooser));
  expect(enumeration.runs).toBe(seen.length);
  return { seen, complete: enumeration.complete };
}

/** Whether the second decision is asked, and which, hangs on the first. */
function branching(chooser: Chooser): string {
  const first = chooser.choose('die', 0, DIE);
  if (first === 0) return 'stop';
  const second = first === 1 ? chooser.choose('coin', 0, COIN) : chooser.choose('die', 1, DIE);
  return `${first}-${second}`;
}

describe('the enumerating chooser', () => {
  it('reaches every combination once, the calm one first', () => {
    expect(walkThrough(branching)).toEqual({ seen: ['1-0', '1-1', 'stop', '2-1', '2-0', '2-2'], complete: true });
  });

  it('makes as many runs as the product of the domains', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }), (widths) => {
        const { seen, complete } = walkThrough((chooser) =>
          widths.map((width, index) => chooser.choose(`d${index}`, 0, { simplest: 0, min: 0, max: width - 1 })).join(),
        );
        expect([new Set(seen).size, seen.length]).toEqual([
          seen.length,
          widths.reduce((product, width) => product * width, 1),
        ]);
        expect(complete).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('tries the ends of a domain that is too large, or what is interesting in it, and is not complete then', () => {
    const wide = { simplest: 400, min: 50, max: 20_000 };
    expect(walkThrough((chooser) => String(chooser.choose('pull', 0, wide)))).toEqual({
      seen: ['400', '50', '20000'],
      complete: false,
    });
    const interesting = (chooser: Chooser) => String(chooser.choose('pull', 0, { ...wide, interesting: [999] }));
    expect(walkThrough(interesting).seen).toEqual(['400', '999']);
  });

  it('keeps to bounds on deviations and on decisions', () => {
    const coins = (chooser: Chooser): string =>
      [0, 1, 2].map((occurrence) => chooser.choose('coin', occurrence, COIN)).join('');
    expect(walkThrough(coins, { deviations: 1 })).toEqual({ seen: ['000', '001', '010', '100'], complete: false });
    expect(walkThrough(coins, { decisions: 1 })).toEqual({ seen: ['000', '100'], complete: false });
    expect(walkThrough(coins, { deviations: 3, decisions: 3 }).complete).toBe(true);
  });

  it('is not complete before the walk is over', () => {
    const enumeration = enumerating();
    for (const chooser of enumeration) {
      branching(chooser);
      break;
    }
    expect([enumeration.runs, enumeration.complete]).toEqual([1, false]);
  });

  it('refuses a run that is no function of its decisions', () => {
    let run = 0;
    const other = (chooser: Chooser): string => String(chooser.choose(`coin ${run++}`, 0, COIN));
    expect(() => walkThrough(other)).toThrow('not a function of its decisions');
    let asked = false;
    const fewer = (chooser: Chooser): string => {
      if (asked) return '';
      asked = true;
      return String(chooser.choose('coin', 0, COIN));
    };
    expect(() => walkThrough(fewer)).toThrow('not a function of its decisions');
  });
});
