import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Behaviour, Message } from './process.ts';
import { receive, script } from './script.ts';
import { seeded } from './seeded.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { Deed } from './testing/chaos.ts';
import { talkingHosts } from './testing/talking-hosts.ts';
import { createWorld } from './create-world.ts';
import type { World } from './world.ts';

const seed = fc.string({ maxLength: 4 });
const steps = fc.nat({ max: 300 });

function advance(world: World, count: number): World {
  for (let step = 0; step < count && world.step(); step += 1);
  return world;
}

function ended(world: World): unknown {
  world.run(2_000);
  return [world.digest(), world.stateHash(), world.facts(), world.deviations(), [...world.marks()], world.dropped];
}

describe('a fork', () => {
  it('goes on exactly as the original does, and as a straight run would', () => {
    fc.assert(
      fc.property(seed, steps, fc.boolean(), (given, count, ties) => {
        const options = { freeze: true, chooser: seeded(given), ties };
        const straight = ended(talkingHosts({ ...options, chooser: seeded(given) }));
        const original = advance(talkingHosts(options), count);
        const fork = original.fork();
        expect(fork.stateHash()).toBe(original.stateHash());
        expect(ended(fork)).toEqual(straight);
        expect(ended(original)).toEqual(straight);
      }),
      { numRuns: 40 },
    );
  });

  it('of a fork, and of snapshots all along a run, goes on as a straight run would, in whatever order they go on', () => {
    fc.assert(
      fc.property(
        seed,
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (given, spans, ties) => {
          const straight = ended(talkingHosts({ freeze: true, chooser: seeded(given), ties }));
          const original = talkingHosts({ freeze: true, chooser: seeded(given), ties });
          const kept = spans.map((span) => advance(original, span).snapshot());
          const forks = kept.map((snapshot) => advance(snapshot.fork(), 7));
          const ofForks = forks.map((fork) => advance(fork.fork(), 5));
          expect(kept.map(({ events }) => events)).toEqual(spans.map((_, index) => kept[index]?.fork().events));
          for (const world of [
            ...ofForks,
            ...forks.toReversed(),
            original,
            ...kept.map((snapshot) => snapshot.fork()),
          ]) {
            expect(ended(world)).toEqual(straight);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('has processes of its own under names that another fork gives to others', () => {
    const spawner: Behaviour<null, number, { readonly kind: 'spawn'; readonly path: string }> = {
      kind: 'spawner',
      start: () => 0,
      receive(count, { path }, turn) {
        turn.spawn({ path, behaviour: spawner, input: null });
        return count + 1;
      },
    };
    const original = createWorld();
    original.addHost({ name: 'a', boot: [{ path: 'main', behaviour: spawner, input: null }] });
    original.run();
    const forks = [original.fork(), original.fork(), original];
    const orders = [['x', 'y', 'z'], ['z', 'x'], ['y']];
    for (const [index, fork] of forks.entries()) {
      for (const path of orders[index] ?? []) {
        fork.send('a/main', { kind: 'spawn', path });
        fork.run();
      }
    }
    expect(forks.map((fork) => fork.processes())).toEqual(
      orders.map((paths) => ['a/main', ...paths.map((path) => `a/${path}`)]),
    );
    expect(forks.map((fork) => fork.stateOf('a/main'))).toEqual([3, 2, 1]);
  });

  it('changes nothing of the original when it goes another way', () => {
    fc.assert(
      fc.property(seed, seed, steps, (given, other, count) => {
        const straight = ended(talkingHosts({ freeze: true, chooser: seeded(given) }));
        const original = advance(talkingHosts({ freeze: true, chooser: seeded(given) }), count);
        const fork = original.fork({ chooser: seeded(other) });
        fork.crash('b');
        fork.setLink({ from: 'a', to: 'b', rule: { down: true } });
        fork.run(2_000);
        expect(ended(original)).toEqual(straight);
      }),
      { numRuns: 40 },
    );
  });

  it('tells its facts to its own listener and not to that of the original', () => {
    const heard: string[] = [];
    const original = talkingHosts({ onFact: () => heard.push('original') });
    const fork = original.fork({ onFact: () => heard.push('fork') });
    fork.run(3);
    expect(new Set(heard)).toEqual(new Set(['fork']));
  });

  it('is refused once the run has failed', () => {
    const world = createWorld();
    world.addHost({ name: 'a', boot: [chaosProcess('one', [{ kind: 'throw' }])] });
    expect(() => world.run()).toThrow('a deed of the chaos model');
    expect(() => world.fork()).toThrow('a deed of the chaos model');
  });

  it('finds out a script that looks at more than its environment', () => {
    const outside = { rounds: 0 };
    const world = createWorld();
    world.addHost({
      name: 'a',
      boot: [
        script('main', function* (env) {
          outside.rounds += 1;
          for (let round = 0; round < outside.rounds; round += 1) env.decide.boolean('any');
          yield* receive();
        }),
      ],
    });
    world.run();
    const fork = world.fork();
    fork.send('a/main', { kind: 'any' });
    expect(() => fork.run()).toThrow('it looks at more than its environment');
  });
});

const timers = (...delays: readonly number[]): readonly Deed[] =>
  delays.map((delay): Deed => ({ kind: 'after', delay, next: [] }));

describe('the state hash of a world', () => {
  const world = (first: readonly string[], ties = true): World => {
    const built = createWorld({ freeze: true, ties });
    for (const name of first) built.addHost({ name, boot: [chaosProcess('one', timers(5, 7))] });
    return built;
  };

  it('does not depend on the order in which hosts and events came about, where ties are decisions', () => {
    const one = world(['a', 'b', 'c']);
    const other = world(['c', 'a', 'b']);
    one.run(5);
    other.run(5);
    expect(other.stateHash()).toBe(one.stateHash());
    expect(other.digest()).not.toBe(one.digest());
  });

  it('counts the order of what one process sent to another host, and no other order between receivers', () => {
    const writer: Behaviour<readonly string[], null, Message> = {
      kind: 'writer',
      start(addresses, turn) {
        for (const address of addresses) turn.send(address, { kind: 'letter' }, { delay: 5 });
        return null;
      },
      receive: (state) => state,
    };
    const reader: Behaviour<null, null, Message> = { kind: 'reader', start: () => null, receive: (state) => state };
    const sent = (writes: Readonly<Record<string, readonly string[]>>): string => {
      const built = createWorld({ freeze: true, ties: true });
      const writers = Object.entries(writes).map(([path, input]) => ({ path, behaviour: writer, input }));
      const readers = ['x', 'y'].map((path) => ({ path, behaviour: reader, input: null }));
      built.addHost({ name: 'a', boot: [...writers, ...readers] });
      built.addHost({ name: 'b', boot: readers });
      built.run(1);
      return built.stateHash();
    };
    expect(sent({ one: ['b/x', 'b/y'] })).not.toBe(sent({ one: ['b/y', 'b/x'] }));
    expect(sent({ one: ['a/x', 'a/y'] })).toBe(sent({ one: ['a/y', 'a/x'] }));
    expect(sent({ one: ['a/x', 'b/y'] })).toBe(sent({ one: ['b/y', 'a/x'] }));
    expect(sent({ one: ['b/x'], two: ['b/y'] })).toBe(sent({ two: ['b/y'], one: ['b/x'] }));
    expect(sent({ one: ['b/x'], two: ['b/y'] })).not.toBe(sent({ one: ['b/y'], two: ['b/x'] }));
  });

  it('counts the order of what is due at one instant where first come is first served', () => {
    expect(world(['a', 'b'], false).stateHash()).not.toBe(world(['b', 'a'], false).stateHash());
  });

  it('does not depend on the order of fields, and on nothing that is over', () => {
    const behaviour: Behaviour<readonly string[], Readonly<Record<string, number>>, Message> = {
      kind: 'fields',
      start: (names) => Object.fromEntries(names.map((name) => [name, name.length])),
      receive: (state) => ({ ...state }),
    };
    const build = (names: readonly string[], messages: number): World => {
      const built = createWorld({ freeze: true });
      built.addHost({ name: 'a', boot: [{ path: 'one', behaviour, input: names }] });
      for (let index = 0; index < messages; index += 1) built.send('a/one', { kind: 'any' });
      built.run();
      return built;
    };
    expect(build(['x', 'yy'], 0).stateHash()).toBe(build(['yy', 'x'], 3).stateHash());
    expect(build(['x', 'yy'], 0).stateHash()).not.toBe(build(['x', 'y'], 0).stateHash());
  });

  it('tells apart what has another future: states, disks, hosts that are down, what is pending and when', () => {
    const changes: readonly ((changed: World) => void)[] = [
      () => {},
      (changed) => changed.send('a/one', outsideJob([], 0, 0)),
      (changed) => changed.send('a/one', outsideJob([], 0, 0), { delay: 1 }),
      (changed) => changed.send('b/one', outsideJob([], 0, 0)),
      (changed) => changed.crash('a'),
      (changed) => changed.setLink({ from: 'a', to: 'b', rule: { down: true } }),
      (changed) => {
        changed.send('a/one', outsideJob([{ kind: 'write', key: 'x', value: 1 }], 0, 0));
        changed.step();
      },
      (changed) => {
        changed.send('a/one', outsideJob([{ kind: 'write', key: 'x', value: 1 }, { kind: 'sync' }], 0, 0));
        changed.step();
      },
    ];
    const hashes = changes.map((change) => {
      const changed = world(['a', 'b']);
      advance(changed, 2);
      change(changed);
      return changed.stateHash();
    });
    expect(new Set(hashes).size).toBe(changes.length);
  });
});
