import { describe, expect, it } from 'vitest';
import type { Distribution, IntegerDomain } from './decision.ts';
import { seeded } from './seeded.ts';

/** How often each outcome came up in 10,000 draws of one seed, in ascending order of the outcomes. */
function counts(domain: IntegerDomain): readonly (readonly [number, number])[] {
  const chooser = seeded('distribution');
  const counted = new Map<number, number>();
  for (let occurrence = 0; occurrence < 10_000; occurrence += 1) {
    const outcome = chooser.choose('draw', occurrence, domain);
    counted.set(outcome, (counted.get(outcome) ?? 0) + 1);
  }
  return [...counted].toSorted(([a], [b]) => a - b);
}

function listed(domain: IntegerDomain): string {
  return counts(domain)
    .map(([outcome, count]) => `${outcome}: ${count}`)
    .join(', ');
}

/** The same in ten equal parts of the domain. */
function histogram(domain: IntegerDomain): string {
  const parts = Array.from({ length: 10 }, () => 0);
  for (const [outcome, count] of counts(domain)) {
    const part = Math.floor(((outcome - domain.min) * 10) / (domain.max - domain.min + 1));
    parts[part] = (parts[part] ?? 0) + count;
  }
  return parts.join(' ');
}

const latency = { simplest: 400, min: 50, max: 20_000 };

function shaped(distribution: Distribution, domain: IntegerDomain = latency): IntegerDomain {
  return { ...domain, distribution };
}

describe('a drawn outcome', () => {
  it('is any outcome alike where the distribution is uniform', () => {
    expect(listed({ simplest: 0, min: -3, max: 3 })).toMatchInlineSnapshot(
      `"-3: 1534, -2: 1422, -1: 1407, 0: 1396, 1: 1417, 2: 1408, 3: 1416"`,
    );
    expect(histogram(latency)).toMatchInlineSnapshot(`"995 1022 995 984 980 996 1053 1052 971 952"`);
    expect(histogram({ simplest: 0, min: 0, max: Number.MAX_SAFE_INTEGER - 1 })).toMatchInlineSnapshot(
      `"983 1032 1001 1009 1022 977 981 972 990 1033"`,
    );
  });

  it('is most likely near the mode of a triangle', () => {
    expect(histogram(shaped({ kind: 'triangular', mode: 6_000 }))).toMatchInlineSnapshot(
      `"330 1038 1688 1906 1514 1242 995 726 417 144"`,
    );
    expect(listed(shaped({ kind: 'triangular', mode: 2 }, { simplest: 2, min: 0, max: 4 }))).toMatchInlineSnapshot(
      `"0: 1081, 1: 2184, 2: 3361, 3: 2221, 4: 1153"`,
    );
    expect(listed(shaped({ kind: 'triangular', mode: 0 }, { simplest: 0, min: 0, max: 3 }))).toMatchInlineSnapshot(
      `"0: 3938, 1: 3079, 2: 1951, 3: 1032"`,
    );
  });

  it('is as likely in each doubling of the distance where the tail is heavy', () => {
    const domain = shaped({ kind: 'heavy-tailed' }, { simplest: 0, min: 0, max: 1_023 });
    const doublings = Array.from({ length: 10 }, () => 0);
    for (const [outcome, count] of counts(domain)) {
      const doubling = 31 - Math.clz32(outcome);
      doublings[doubling] = (doublings[doubling] ?? 0) + count;
    }
    expect(doublings.join(' ')).toMatchInlineSnapshot(`"1012 962 1005 982 962 1039 951 1057 1011 1019"`);
    expect(listed(shaped({ kind: 'heavy-tailed' }, { simplest: 0, min: -2, max: 4 }))).toMatchInlineSnapshot(
      `"-2: 1190, -1: 2174, 1: 2848, 2: 1505, 3: 1514, 4: 769"`,
    );
    expect(histogram(shaped({ kind: 'heavy-tailed' }))).toMatchInlineSnapshot(
      `"7532 806 405 309 220 170 161 179 133 85"`,
    );
  });

  it('has a tail in whole units, as a domain of so many units has', () => {
    const single = counts(shaped({ kind: 'heavy-tailed' }, { simplest: 2, min: 0, max: 300 }));
    const thousand = { simplest: 2_000, min: 0, max: 300_999 };
    const units = counts(shaped({ kind: 'heavy-tailed', unit: 1_000 }, thousand));
    expect([...units].map(([outcome, count]) => [outcome / 1_000, count])).toEqual([...single]);
    for (const unit of [0, -1, 0.5, 400_000])
      expect(() => counts(shaped({ kind: 'heavy-tailed', unit }, thousand))).toThrow(RangeError);
  });

  it('follows the weights of a table', () => {
    const rows = [[30_000, 1] as const, [50, 6] as const, [60, 0] as const, [70, 3] as const];
    expect(listed(shaped({ kind: 'table', rows }, { simplest: 50, min: 50, max: 30_000 }))).toMatchInlineSnapshot(
      `"50: 5998, 70: 3018, 30000: 984"`,
    );
  });

  it('is the simplest one as often as the odds leave it', () => {
    expect(listed(shaped({ kind: 'uniform', odds: [1, 10] }, { simplest: 0, min: 0, max: 3 }))).toMatchInlineSnapshot(
      `"0: 9251, 1: 276, 2: 244, 3: 229"`,
    );
    expect(listed(shaped({ kind: 'heavy-tailed', odds: [0, 10] }))).toBe('400: 10000');
    expect(
      listed(shaped({ kind: 'table', rows: [[1, 1]], odds: [1, 4] }, { simplest: 0, min: 0, max: 1 })),
    ).toMatchInlineSnapshot(`"0: 7499, 1: 2501"`);
  });

  it('is refused where the domain contradicts itself', () => {
    const contradictions: readonly IntegerDomain[] = [
      { simplest: 5, min: 0, max: 4 },
      { simplest: 0.5, min: 0.5, max: 4 },
      shaped({ kind: 'triangular', mode: 49 }),
      shaped({ kind: 'table', rows: [] }),
      shaped({ kind: 'table', rows: [[100, 0]] }),
      shaped({ kind: 'table', rows: [[49, 1]] }),
      shaped({ kind: 'uniform', odds: [2, 1] }),
    ];
    for (const domain of contradictions) expect(() => seeded('x').choose('draw', 0, domain)).toThrow(RangeError);
  });
});
