import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calm } from './calm.ts';
import type { Chooser } from './chooser.ts';
import type { Deviation, Distribution, IntegerDomain } from './decision.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';

interface Decision {
  readonly name: string;
  readonly domain: IntegerDomain;
}

interface Outcome {
  readonly name: string;
  readonly occurrence: number;
  readonly outcome: number;
}

const odds = fc.constantFrom<readonly [number, number]>([1, 1], [1, 10], [0, 1], [3, 4]);

const domain: fc.Arbitrary<IntegerDomain> = fc
  .tuple(
    fc.oneof(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -(2 ** 40), max: 2 ** 40 })),
    fc.oneof(fc.nat(5), fc.nat(100_000), fc.nat(2 ** 31 - 1), fc.constant(2 ** 51)),
    fc.nat(1_000),
    fc.nat(1_000),
  )
  .chain(([min, width, a, b]) => {
    const max = min + width;
    const simplest = min + Math.floor((width * a) / 1_000);
    const mode = min + Math.floor((width * b) / 1_000);
    const shapes = fc.oneof<fc.Arbitrary<Distribution>[]>(
      fc.record({ kind: fc.constant('uniform' as const), odds }),
      fc.record({ kind: fc.constant('triangular' as const), mode: fc.constant(mode), odds }),
      fc.record({ kind: fc.constant('heavy-tailed' as const), odds }),
      fc.constant({ kind: 'table', rows: [[mode, 3] as const, [max, 1] as const, [min, 0] as const] }),
    );
    return fc.record({
      simplest: fc.constant(simplest),
      min: fc.constant(min),
      max: fc.constant(max),
      distribution: shapes,
    });
  });

const decisions = fc.array(fc.record({ name: fc.constantFrom('pull/a', 'pull/b', 'tie', 'crash'), domain }), {
  maxLength: 40,
});

function ask(chooser: Chooser, asked: readonly Decision[]): readonly Outcome[] {
  const occurrences = new Map<string, number>();
  return asked.map((decision) => {
    const occurrence = occurrences.get(decision.name) ?? 0;
    occurrences.set(decision.name, occurrence + 1);
    return { name: decision.name, occurrence, outcome: chooser.choose(decision.name, occurrence, decision.domain) };
  });
}

function deviationsOf(asked: readonly Decision[], outcomes: readonly Outcome[]): readonly Deviation[] {
  return outcomes.filter(({ outcome }, index) => outcome !== asked[index]?.domain.simplest);
}

describe('the seeded chooser', () => {
  it('gives the same outcomes for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), decisions, (seed, asked) => {
        expect(ask(seeded(seed), asked)).toEqual(ask(seeded(seed), asked));
      }),
    );
  });

  it('moves no outcome where decisions of other names are added', () => {
    const elsewhere = fc.record({ name: fc.constantFrom('other', 'pull', 'pull/aa', ''), domain });
    const mixed = fc.array(fc.oneof(fc.record({ name: fc.constantFrom('pull/a', 'tie'), domain }), elsewhere), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.string(), mixed, (seed, asked) => {
        const ours = (name: string) => name === 'pull/a' || name === 'tie';
        const alone = asked.filter(({ name }) => ours(name));
        expect(ask(seeded(seed), asked).filter(({ name }) => ours(name))).toEqual(ask(seeded(seed), alone));
      }),
    );
  });

  it('answers within the domain, in whole numbers', () => {
    fc.assert(
      fc.property(fc.string(), decisions, (seed, asked) => {
        for (const [index, { outcome }] of ask(seeded(seed), asked).entries()) {
          const { min, max } = asked[index]?.domain ?? { min: NaN, max: NaN };
          expect(Number.isSafeInteger(outcome) && outcome >= min && outcome <= max).toBe(true);
        }
      }),
    );
  });

  it('goes on in a fork as the original goes on, and neither moves the other', () => {
    fc.assert(
      fc.property(fc.string(), decisions, decisions, (seed, before, after) => {
        const original = seeded(seed);
        ask(original, before);
        const fork = original.fork?.() ?? original;
        const straight = seeded(seed);
        ask(straight, before);
        const expected = ask(straight, after);
        expect(ask(original, after)).toEqual(expected);
        expect(ask(fork, after)).toEqual(expected);
      }),
    );
  });

  it('begins every name and every seed elsewhere', () => {
    const wide = { simplest: 0, min: 0, max: 999_999 };
    const first = (seed: string, name: string): number => seeded(seed).choose(name, 0, wide);
    expect([first('1', 'a'), first('1', 'b'), first('2', 'a'), first('1/a', ''), first('', '1/a')])
      .toMatchInlineSnapshot(`
      [
        104558,
        747102,
        881797,
        70731,
        487103,
      ]
    `);
  });
});

describe('the calm chooser', () => {
  it('always answers the simplest outcome', () => {
    fc.assert(
      fc.property(decisions, (asked) => {
        expect(ask(calm(), asked).map(({ outcome }) => outcome)).toEqual(
          asked.map((decision) => decision.domain.simplest),
        );
      }),
    );
  });
});

describe('the scripted chooser', () => {
  it('replays the deviations of a run as that run', () => {
    fc.assert(
      fc.property(fc.string(), decisions, (seed, asked) => {
        const original = ask(seeded(seed), asked);
        const replay = scripted(deviationsOf(asked, original));
        expect(ask(replay, asked)).toEqual(original);
        expect([replay.unused(), replay.clamped()]).toEqual([[], []]);
      }),
    );
  });

  it('moves no other outcome of its fallback', () => {
    fc.assert(
      fc.property(fc.string(), decisions, fc.nat(), (seed, asked, pick) => {
        const original = ask(seeded(seed), asked);
        const changed = original[pick % Math.max(original.length, 1)];
        fc.pre(changed !== undefined);
        const outcomes = ask(scripted([{ ...changed, outcome: 2 ** 52 }], seeded(seed)), asked);
        expect(outcomes.filter((_, index) => original[index] !== changed)).toEqual(
          original.filter((outcome) => outcome !== changed),
        );
      }),
    );
  });

  it('says which deviations nobody asked for, and which did not fit', () => {
    const pull = { name: 'pull', occurrence: 1, outcome: 70 };
    const gone = { name: 'gone', occurrence: 0, outcome: 1 };
    const late = { name: 'pull', occurrence: 9, outcome: 1 };
    const chooser = scripted([pull, gone, late]);
    const outcomes = [0, 1, 2].map((occurrence) =>
      chooser.choose('pull', occurrence, { simplest: 5, min: 0, max: 60 }),
    );
    expect(outcomes).toEqual([5, 60, 5]);
    expect(chooser.unused()).toEqual([gone, late]);
    expect(chooser.clamped()).toEqual([{ deviation: pull, taken: 60 }]);
  });

  it('takes the later of two deviations of one occurrence and leaves the earlier one unused', () => {
    const first = { name: 'pull', occurrence: 0, outcome: 1 };
    const second = { name: 'pull', occurrence: 0, outcome: 2 };
    const chooser = scripted([first, second]);
    expect(chooser.choose('pull', 0, { simplest: 0, min: 0, max: 9 })).toBe(2);
    expect(chooser.unused()).toEqual([first]);
  });

  it('keeps the books of a fork apart from its own', () => {
    const only = { name: 'pull', occurrence: 0, outcome: 1 };
    const chooser = scripted([only]);
    const fork = chooser.fork();
    fork.choose('pull', 0, { simplest: 0, min: 0, max: 9 });
    expect([chooser.unused(), fork.unused()]).toEqual([[only], []]);
  });
});
