import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chooser } from './chooser.ts';
import { pct } from './pct.ts';
import { seeded } from './seeded.ts';

/** Runs actors of so many steps each to their end; whoever is chosen among those left makes a step. The order of actors. */
function schedule(chooser: Chooser, lengths: readonly number[]): readonly number[] {
  const left = [...lengths];
  const order: number[] = [];
  for (let occurrence = 0; ; occurrence += 1) {
    const ready = left.flatMap((steps, actor) => (steps > 0 ? [actor] : []));
    if (ready.length === 0) return order;
    const contenders = ready.map((actor) => `actor-${actor}:step`);
    const domain = { simplest: 0, min: 0, max: ready.length - 1, contenders };
    const actor = ready[chooser.choose('tie', occurrence, domain)] ?? -1;
    left[actor] = (left[actor] ?? 0) - 1;
    order.push(actor);
  }
}

/** How often an actor that could have gone on was passed over for another one. */
function switches(order: readonly number[], lengths: readonly number[]): number {
  const left = [...lengths];
  let count = 0;
  for (const [index, actor] of order.entries()) {
    left[actor] = (left[actor] ?? 0) - 1;
    const next = order[index + 1];
    if (next !== undefined && next !== actor && (left[actor] ?? 0) > 0) count += 1;
  }
  return count;
}

const lengths = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 });
const depth = fc.integer({ min: 1, max: 5 });

describe('probabilistic concurrency testing', () => {
  it('never switches more often than its depth allows', () => {
    fc.assert(
      fc.property(fc.string(), depth, lengths, (seed, depth, lengths) => {
        const order = schedule(pct(seed, { depth, choices: 20 }), lengths);
        expect(order).toHaveLength(lengths.reduce((sum, length) => sum + length, 0));
        expect(switches(order, lengths)).toBeLessThan(depth);
      }),
    );
  });

  it('runs the same order for the same seed, and goes on in a fork as the original does', () => {
    fc.assert(
      fc.property(fc.string(), depth, lengths, lengths, (seed, depth, before, after) => {
        const original = pct(seed, { depth, choices: 20 });
        const again = pct(seed, { depth, choices: 20 });
        expect(schedule(original, before)).toEqual(schedule(again, before));
        const fork = original.fork?.();
        const expected = schedule(again, after);
        expect(schedule(original, after)).toEqual(expected);
        expect(fork && schedule(fork, after)).toEqual(expected);
      }),
    );
  });

  it('finds a bug of depth 2 that needs one switch at one of 16 steps, and is blind to it at depth 1', () => {
    // The bug: actor 1 does all its work between the third and the fourth step of actor 0.
    const buggy = (order: readonly number[]): boolean => order.join('').startsWith('000111111110');
    const found = (depth: number): number => {
      let runs = 0;
      for (let seed = 0; seed < 1_000; seed += 1) {
        if (buggy(schedule(pct(String(seed), { depth, choices: 16 }), [8, 8]))) runs += 1;
      }
      return runs;
    };
    // One chance in 32 each: 31 in the mean.
    expect(`${found(1)} and ${found(2)}`).toMatchInlineSnapshot(`"0 and 23"`);
  });

  it('leaves every other decision to the other chooser', () => {
    const domain = { simplest: 0, min: 0, max: 1_000 };
    const chooser = pct('1', { depth: 3, choices: 10, otherwise: seeded('2') });
    expect(chooser.choose('pull', 0, domain)).toBe(seeded('2').choose('pull', 0, domain));
    expect(pct('1', { depth: 3, choices: 10 }).choose('pull', 0, domain)).toBe(0);
  });

  it('refuses a depth or a number of choices below 1', () => {
    expect(() => pct('1', { depth: 0, choices: 1 })).toThrow(RangeError);
    expect(() => pct('1', { depth: 1, choices: 0.5 })).toThrow(RangeError);
  });
});
