import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chooser } from './chooser.ts';
import { enumerating } from './enumerating.ts';
import { pct } from './pct.ts';
import type { Behaviour, FactBody, Message } from './process.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { createWorld } from './create-world.ts';
import type { World } from './world.ts';

interface Step extends Message {
  readonly kind: 'step';
}
interface Stepped extends FactBody {
  readonly kind: 'stepped';
  readonly who: string;
}
const STEP: Step = { kind: 'step' };

/** Takes so many steps, all at the same instant. */
const walker: Behaviour<number, number, Step> = {
  kind: 'walker',
  start(steps, turn) {
    turn.after(10, STEP);
    return steps;
  },
  receive(left, _message, turn) {
    const stepped: Stepped = { kind: 'stepped', who: turn.self };
    turn.record(stepped);
    if (left > 1) turn.after(0, STEP);
    return left - 1;
  },
};

/** A world of walkers of so many steps each, run to its end, with ties as decisions. */
function walk(chooser: Chooser, steps: readonly number[]): World<Stepped> {
  const world = createWorld<Stepped>({ chooser, ties: true });
  const boot = steps.map((count, index) => ({
    path: String.fromCharCode(97 + index),
    behaviour: walker,
    input: count,
  }));
  world.addHost({ name: 'h', boot });
  world.run();
  return world;
}

function order(world: World<Stepped>): string {
  return world
    .facts()
    .map(({ body }) => body.who.slice(2))
    .join('');
}

const steps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

describe('a world under a chooser', () => {
  it('has its ties walked through in every order that there is', () => {
    const orders: string[] = [];
    const enumeration = enumerating();
    for (const chooser of enumeration) orders.push(order(walk(chooser, [2, 1, 1])));
    // Four steps, of which the two of the first walker keep their order: 4! / 2!.
    expect([orders.length, new Set(orders).size, enumeration.complete]).toEqual([12, 12, true]);
    expect(orders[0]).toBe('abca');
  });

  it('lets the walker of the highest priority go to its end where the depth is 1', () => {
    fc.assert(
      fc.property(fc.string(), steps, (seed, counts) => {
        const walked = order(walk(pct(seed, { depth: 1, choices: 20 }), counts));
        expect(walked.split('').filter((who, index) => who !== walked[index - 1])).toHaveLength(counts.length);
      }),
    );
  });

  it('runs the same again from nothing but its deviations, whoever chose them', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), steps, (seed, byPriority, counts) => {
        const original = walk(byPriority ? pct(seed, { depth: 3, choices: 10 }) : seeded(seed), counts);
        const replay = scripted(original.deviations());
        const again = walk(replay, counts);
        expect([again.digest(), order(again)]).toEqual([original.digest(), order(original)]);
        expect([replay.unused(), replay.clamped()]).toEqual([[], []]);
      }),
    );
  });
});
