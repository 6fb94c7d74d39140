import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsText } from './fact-text.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { ledTwice, raftWorld } from './testing/raft.ts';
import { windowWorld } from './testing/sliding-window.ts';
import { MILLISECOND, SECOND } from './time.ts';
import type { World, WorldOptions } from './world.ts';

// Two models as people would write them, one that elects and one that transmits.

type Build = (options: WorldOptions) => World;

/** All that can be seen of a world, as it is now: some of it grows while that runs on. */
interface Seen {
  readonly digest: string;
  readonly hash: string;
  readonly rest: string;
}

function seen(world: World): Seen {
  const { now, events, queued, dropped } = world;
  const rest = [now, events, queued, dropped, factsText(world.facts()), world.deviations(), world.trace()];
  return { digest: world.digest(), hash: world.stateHash(), rest: JSON.stringify([...rest, ...world.marks()]) };
}

const END = 2 * SECOND;

describe.each<readonly [string, Build]>([
  ['an election', (options) => raftWorld(options)],
  ['a sliding window', (options) => windowWorld(options)],
])('%s', (_name, build) => {
  it('goes on from its snapshots, its forks and its past as it went, and its deviations replay it', () => {
    const settings = fc.record({ ties: fc.boolean(), freeze: fc.boolean() });
    const times = fc.array(fc.integer({ min: 0, max: END }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), settings, times, (seed, options, stops) => {
        const create = (): World => build({ ...options, chooser: seeded(seed), keepEvery: 97, trace: 20 });
        const straight = create();
        straight.run(END);
        const whole = seen(straight);
        const world = create();
        const kept = stops
          .toSorted((one, other) => one - other)
          .map((time) => {
            world.run(time);
            return { time, snapshot: world.snapshot(), then: seen(world) };
          });
        world.run(END);
        expect(seen(world)).toEqual(whole);
        for (const { time, snapshot, then } of kept) {
          const past = world.at(time);
          expect([past.digest(), past.stateHash()]).toEqual([then.digest, then.hash]);
          const fork = snapshot.fork();
          expect(seen(fork)).toEqual(then);
          for (const each of [fork.fork(), fork, past]) {
            each.run(END);
            expect([each.digest(), each.stateHash()]).toEqual([whole.digest, whole.hash]);
          }
          expect(seen(fork)).toEqual(whole);
        }
        const replayed = build({ ...options, chooser: scripted(straight.deviations()), trace: 20 });
        replayed.run(END);
        expect(seen(replayed)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });
});

it('an election has one leader a term where votes are synced, and the crash that loses one is found where they are not', () => {
  const terms = (synced: boolean): readonly number[] =>
    Array.from({ length: 100 }, (_, seed) => {
      const world = raftWorld({ chooser: seeded(String(seed)) }, synced);
      world.run(5 * SECOND);
      return ledTwice(world);
    }).flat();
  expect(terms(true)).toEqual([]);
  expect(terms(false).length).toBeGreaterThan(0);
});

it('a sliding window hands everything on once and in order, whatever the links and crashes do', () => {
  const marks = Array.from({ length: 30 }, (_, seed) => {
    const world = windowWorld({ chooser: seeded(String(seed)), freeze: true, ties: seed % 2 === 1 });
    expect(world.run(60 * SECOND)).toBe('idle');
    expect(world.facts().map(({ body: { segment } }) => segment)).toEqual(
      Array.from({ length: 30 }, (_, next) => next),
    );
    return world.marks().get('sent again') ?? 0;
  });
  expect(Math.max(...marks)).toBeGreaterThan(0);
  const calm = windowWorld({});
  calm.run();
  expect(calm.facts().at(-1)?.time).toBe(150 * MILLISECOND);
});
