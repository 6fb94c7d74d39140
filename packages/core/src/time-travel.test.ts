import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from './create-world.ts';
import { seeded } from './seeded.ts';
import { talkingHosts } from './testing/talking-hosts.ts';
import type { World } from './world.ts';

const END = 300;
const seed = fc.string({ maxLength: 4 });
const time = fc.nat({ max: END });

/** Changes a world from outside at a time. */
function disturbed(world: World, at: number, until: number): World {
  if (until <= at) {
    world.run(until);
    return world;
  }
  world.run(at);
  world.crash('a');
  world.setLink({ from: 'b', to: 'ear', rule: { down: true } });
  world.send('ear/main', { kind: 'outside' }, { delay: 3 });
  world.run(until);
  return world;
}

describe('a world that keeps copies of itself', () => {
  it('shows every time as a straight run would have left it, whatever came from outside and when', () => {
    fc.assert(
      fc.property(
        seed,
        time,
        time,
        fc.integer({ min: 1, max: 100 }),
        fc.boolean(),
        (given, change, then, keepEvery, ties) => {
          // At that very time there was a before and an after.
          fc.pre(then !== change);
          const options = { chooser: seeded(given), ties, freeze: true };
          const world = disturbed(talkingHosts({ ...options, keepEvery }), change, END);
          const before = [world.digest(), world.stateHash()];
          const back = world.at(then);
          const straight = disturbed(talkingHosts({ ...options, chooser: seeded(given) }), change, then);
          expect(back.now).toBe(straight.now);
          expect(back.digest()).toBe(straight.digest());
          expect(back.stateHash()).toBe(straight.stateHash());
          expect(back.facts()).toEqual(straight.facts());
          expect([world.digest(), world.stateHash()]).toEqual(before);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives back the present, and the time before anything happened', () => {
    const world = talkingHosts({ keepEvery: 10, chooser: seeded('1') });
    world.run(50);
    expect(world.at(50).digest()).toBe(world.digest());
    expect(
      world
        .at(0)
        .facts()
        .every((fact) => fact.time === 0),
    ).toBe(true);
  });

  it('goes back only where it was told to keep copies, and only to what was', () => {
    expect(() => createWorld().at(0)).toThrow('`keepEvery`');
    expect(() => createWorld({ keepEvery: 1 }).at(1)).toThrow('was never at 1');
    expect(() => createWorld({ keepEvery: 0 })).toThrow('snapshots every 0 events');
  });
});
