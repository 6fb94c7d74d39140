import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chooser } from './chooser.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { chaosProcess } from './testing/chaos.ts';
import type { ChaosFact, Deed } from './testing/chaos.ts';
import { createWorld } from './create-world.ts';

/** Two hosts that send three messages each to a third, which sets three timers; all are due at 5. Who came in which order? */
function orderOf(chooser: Chooser): readonly string[] {
  const world = createWorld<ChaosFact>({ freeze: true, ties: true, chooser });
  const sends: readonly Deed[] = [5, 4, 5].map((delay) => ({ kind: 'send', to: 'c/one', delay, next: [] }));
  const timers: readonly Deed[] = [5, 5, 5].map((delay) => ({ kind: 'after', delay, next: [] }));
  world.addHost({ name: 'a', boot: [chaosProcess('one', sends)] });
  world.addHost({ name: 'b', boot: [chaosProcess('one', sends)] });
  world.addHost({ name: 'c', boot: [chaosProcess('one', timers)] });
  world.run();
  return world.facts().flatMap(({ body }) => (body.kind === 'ran' ? [`${body.job.host}${body.job.number}`] : []));
}

const FIRST_COME = ['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c0', 'c1', 'c2'];

describe('a tie', () => {
  it('is first come first served in a calm world', () => {
    expect(orderOf(scripted([]))).toEqual(FIRST_COME);
  });

  it('lets what a deviation names go ahead', () => {
    const order = orderOf(scripted([{ name: 'tie/c/one:job', occurrence: 0, outcome: 2 }]));
    expect(order).toEqual(['c0', 'a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'c1', 'c2']);
  });

  it('keeps the order of each sender, and of the timers of a process, whatever is chosen', () => {
    const orders = new Set<string>();
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8 }), (seed) => {
        const order = orderOf(seeded(seed));
        for (const host of ['a', 'b', 'c']) {
          expect(order.filter((job) => job.startsWith(host))).toEqual([`${host}0`, `${host}1`, `${host}2`]);
        }
        orders.add(order.join(' '));
      }),
    );
    expect(orders.size).toBeGreaterThan(10);
  });

  it('keeps the order of what one process sends to the processes of another host, and no other between processes', () => {
    const orderBy = (from: string, seed: string): string => {
      const world = createWorld<ChaosFact>({ freeze: true, ties: true, chooser: seeded(seed) });
      const sends: readonly Deed[] = ['one', 'two', 'one'].map((to) => ({
        kind: 'send',
        to: `b/${to}`,
        delay: 5,
        next: [],
      }));
      world.addHost({ name: 'a', boot: [chaosProcess('one', from === 'a' ? sends : [])] });
      const third = chaosProcess('three', from === 'b' ? sends : []);
      world.addHost({ name: 'b', boot: [chaosProcess('one', []), chaosProcess('two', []), third] });
      world.run();
      return world
        .facts()
        .flatMap(({ process, body }) => (body.kind === 'ran' ? [process] : []))
        .join(' ');
    };
    const seeds = Array.from({ length: 30 }, (_, index) => String(index));
    expect(new Set(seeds.map((seed) => orderBy('a', seed)))).toEqual(new Set(['b/one b/two b/one']));
    expect(new Set(seeds.map((seed) => orderBy('b', seed))).size).toBeGreaterThan(1);
  });

  it('never runs a timer that was cancelled, or whose process was stopped, at that very instant', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.boolean(), (seed, stops) => {
        const world = createWorld<ChaosFact>({ freeze: true, ties: true, chooser: seeded(seed) });
        const last: Deed = { kind: 'after', delay: 5, next: [] };
        const ender: Deed = { kind: 'after', delay: 5, next: [stops ? { kind: 'stop' } : { kind: 'cancel' }] };
        world.addHost({ name: 'a', boot: [chaosProcess('one', [ender, last])] });
        world.addHost({ name: 'b', boot: [chaosProcess('one', [last])] });
        world.run();
        expect(world.facts().filter(({ process }) => process === 'a/one')).toHaveLength(1);
      }),
    );
  });
});
