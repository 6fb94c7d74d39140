import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deviation } from './decision.ts';
import type { Behaviour, FactBody, Message, ProcessSpec, Turn } from './process.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { ChaosFact, Deed } from './testing/chaos.ts';
import { createWorld } from './create-world.ts';

const crashAt = (at: number, host: string): Deed => ({ kind: 'after', delay: at, next: [{ kind: 'crash', host }] });
const bootAt = (at: number, host: string): Deed => ({ kind: 'after', delay: at, next: [{ kind: 'boot', host }] });

const delays = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 });

describe('law 4, a crash loses exactly the state', () => {
  it('runs no timer of an incarnation that is gone, and every one due before', () => {
    fc.assert(
      fc.property(delays, fc.nat({ max: 20 }), fc.nat({ max: 10 }), (timers, crash, down) => {
        const world = createWorld<ChaosFact>({ freeze: true });
        const deeds = timers.map((delay): Deed => ({ kind: 'after', delay, next: [] }));
        world.addHost({ name: 'a', boot: [chaosProcess('one', deeds)] });
        world.addHost({ name: 'b', boot: [chaosProcess('one', [crashAt(crash, 'a'), bootAt(crash + down, 'a')])] });
        world.run();
        const facts = world.facts().filter((fact) => fact.process === 'a/one');
        for (const { incarnation, body } of facts) {
          if (body.kind === 'ran') expect(body.job.incarnation).toBe(incarnation);
        }
        const early = facts.filter((fact) => fact.incarnation === 0).length;
        // The crash comes behind the timers of its instant: they were set first.
        expect(early).toBe(timers.filter((delay) => delay <= crash).length);
        expect(facts.length - early).toBe(timers.length);
        // What was left to fire is not even waited for.
        world.crash('a');
        expect(world.run(1_000)).toBe('idle');
      }),
    );
  });

  it('delivers what a crashed host had sent, and drops what finds it down', () => {
    fc.assert(
      fc.property(delays, delays, fc.nat({ max: 20 }), (fromCrashed, toCrashed, crash) => {
        const world = createWorld<ChaosFact>({ freeze: true });
        const send = (to: string) => (delay: number) => ({ kind: 'send', to, delay, next: [] }) satisfies Deed;
        const ascending = (times: readonly number[]): number[] => times.toSorted((one, other) => one - other);
        world.addHost({ name: 'a', boot: [chaosProcess('one', ascending(fromCrashed).map(send('b/one')))] });
        world.addHost({ name: 'b', boot: [chaosProcess('one', ascending(toCrashed).map(send('a/one')))] });
        world.addHost({ name: 'c', boot: [chaosProcess('one', [crashAt(crash, 'a')])] });
        world.run();
        const heardBy = (process: string): number => world.facts().filter((fact) => fact.process === process).length;
        expect(heardBy('b/one')).toBe(fromCrashed.length);
        expect(heardBy('a/one')).toBe(toCrashed.filter((delay) => delay <= crash).length);
        expect(world.dropped).toBe(toCrashed.filter((delay) => delay > crash).length);
      }),
    );
  });

  it('hands what is in flight over a crash to the process that lives at its address by then', () => {
    const world = createWorld<ChaosFact>({ freeze: true });
    world.addHost({ name: 'a', boot: [chaosProcess('one')] });
    world.send('a/one', outsideJob([], 0, 10), { delay: 10 });
    world.run(4);
    world.crash('a');
    world.boot('a');
    world.run();
    expect(world.facts().map(({ time, incarnation }) => [time, incarnation])).toEqual([[10, 1]]);
  });

  it('keeps what was synced, and of what was not a prefix where the disk keeps its order', () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), key: fc.constantFrom('x', 'y'), value: fc.nat({ max: 9 }) }),
      fc.record({ kind: fc.constant('sync' as const) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 10 }), fc.string({ maxLength: 3 }), (operations, seed) => {
        const world = createWorld<ChaosFact>({ freeze: true, chooser: seeded(seed) });
        world.addHost({ name: 'a', boot: [chaosProcess('one', operations)] });
        world.run();
        world.crash('a');
        const synced = operations.findLastIndex(({ kind }) => kind === 'sync') + 1;
        const possible = Array.from({ length: operations.length - synced + 1 }, (_, extra) => {
          const disk: Record<string, unknown> = {};
          for (const done of operations.slice(0, synced + extra))
            if (done.kind === 'write') disk[done.key] = done.value;
          return disk;
        });
        expect(possible).toContainEqual(Object.fromEntries(world.diskOf('a')));
      }),
    );
  });

  it('may lose any unsynced write of a disk that keeps no order', () => {
    const deviations: readonly Deviation[] = [{ name: 'disk.lost/a/x', occurrence: 0, outcome: 1 }];
    const world = createWorld({ freeze: true, chooser: scripted(deviations) });
    const write = (key: string): Deed => ({ kind: 'write', key, value: 1 });
    world.addHost({ name: 'a', boot: [chaosProcess('one', ['x', 'y', 'z'].map(write))], disk: 'unordered' });
    world.run();
    world.crash('a');
    expect([...world.diskOf('a').keys()]).toEqual(['y', 'z']);
  });
});

interface Note extends FactBody {
  readonly kind: 'note';
  readonly text: string;
}

/** Writes down the kind of each message that it gets. */
const notes: Behaviour<(turn: Turn<Message>) => void, null, Message> = {
  kind: 'notes',
  start(first, turn) {
    first(turn);
    return null;
  },
  receive(state, message, turn) {
    const note: Note = { kind: 'note', text: message.kind };
    turn.record(note);
    return state;
  },
};

function noteTaker(first: (turn: Turn<Message>) => void): ProcessSpec<(turn: Turn<Message>) => void, null, Message> {
  return { path: 'main', behaviour: notes, input: first };
}

describe('a host that goes down', () => {
  it('is announced to its monitors behind what it had sent to arrive at that instant, whatever the ties', () => {
    const first = (turn: Turn<Message>): void => {
      turn.send('watcher/main', { kind: 'first' });
      turn.send('watcher/main', { kind: 'late' }, { delay: 3 });
      turn.crash('other');
    };
    const onCrash = (incarnation: number): readonly Note[] => [
      { kind: 'note', text: `incarnation ${incarnation} ends` },
    ];
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), (seed) => {
        const world = createWorld<Note>({ freeze: true, ties: true, chooser: seeded(seed) });
        const watcher = noteTaker((turn) => turn.monitor('other', { kind: 'down' }));
        world.addHost({ name: 'watcher', boot: [watcher] });
        world.addHost({ name: 'other', boot: [noteTaker(first)], onCrash });
        world.run();
        expect(world.facts().map(({ time, process, body }) => [time, process, body.text])).toEqual([
          [0, 'other', 'incarnation 0 ends'],
          [0, 'watcher/main', 'first'],
          [0, 'watcher/main', 'down'],
          [3, 'watcher/main', 'late'],
        ]);
        expect(world.isUp('other')).toBe(false);
      }),
    );
  });

  it('is announced each time, and no more to a process that stopped', () => {
    const world = createWorld<Note>({ freeze: true });
    world.addHost({ name: 'other', boot: [] });
    world.addHost({
      name: 'watcher',
      boot: [noteTaker((turn) => turn.monitor('other', { kind: 'down' }))],
    });
    for (let round = 0; round < 2; round += 1) {
      world.run();
      world.crash('other');
      world.boot('other');
    }
    world.run();
    expect(world.facts()).toHaveLength(2);
  });

  it('is not announced to a later process at the address of one that asked', () => {
    const world = createWorld<Note>({ freeze: true });
    world.addHost({ name: 'other', boot: [] });
    const asks = noteTaker((turn) => {
      if (turn.incarnation === 0) turn.monitor('other', { kind: 'down' });
    });
    world.addHost({ name: 'watcher', boot: [asks] });
    world.run();
    world.crash('watcher');
    world.boot('watcher');
    world.run();
    world.crash('other');
    expect(world.run()).toBe('idle');
    expect(world.facts()).toEqual([]);
    expect(world.dropped).toBe(0);
  });

  it('takes with it what a turn asked for after its crash, but for power over hosts', () => {
    const world = createWorld<Note>({ freeze: true });
    world.addHost({ name: 'other', boot: [], down: true });
    const child = { ...noteTaker((turn) => turn.record({ kind: 'note' })), path: 'child' };
    const suicide = noteTaker((turn) => {
      if (turn.incarnation > 0) return;
      turn.crash('mine');
      turn.boot('mine');
      turn.boot('other');
      turn.spawn(child);
    });
    world.addHost({ name: 'mine', boot: [suicide] });
    world.run();
    expect(world.processes()).toEqual(['mine/main']);
    expect(world.isUp('other')).toBe(true);
    expect(world.facts()).toEqual([]);
  });

  it('crashes at each of its crash points when a sweep of all single deviations says so', () => {
    const build = (deviations: readonly Deviation[]) => {
      const world = createWorld<ChaosFact>({ freeze: true, recordAsked: true, chooser: scripted(deviations) });
      const deeds: readonly Deed[] = [{ kind: 'after', delay: 10, next: [{ kind: 'after', delay: 10, next: [] }] }];
      world.addHost({
        name: 'a',
        boot: [chaosProcess('one', deeds)],
        crashPoints: {
          delay: { simplest: 0, min: 0, max: 6 },
          restartAfter: { simplest: 100, min: 0, max: 1_000 },
        },
      });
      world.run(1_000);
      return world;
    };
    const points = build([]).asked();
    expect(points.map(({ name, occurrence }) => `${name} ${occurrence}`)).toEqual([
      'crash/a/one:start 0',
      'crash/a/one:timer 0',
      'crash/a/one:timer 1',
    ]);
    const times = points.map(({ name, occurrence }) =>
      build([{ name, occurrence, outcome: 6 }])
        .facts()
        .map((fact) => fact.time),
    );
    // Five microseconds after the turn it goes down, and a hundred later it starts anew.
    expect(times).toEqual([
      [115, 125],
      [10, 125, 135],
      [10, 20, 135, 145],
    ]);
  });
});

describe('a crash point', () => {
  const crashPoints = { delay: { simplest: 0, min: 0, max: 100 }, restartAfter: { simplest: 50, min: 0, max: 100 } };
  // After the start at 0 the host is to crash at 20 and to be back at 70.
  const deviations: readonly Deviation[] = [{ name: 'crash/a/one:start', occurrence: 0, outcome: 21 }];

  function startsWith(operator: readonly Deed[]): readonly number[] {
    const world = createWorld<ChaosFact>({ freeze: true, chooser: scripted(deviations) });
    const once: Deed = { kind: 'after', delay: 0, next: [] };
    world.addHost({ name: 'a', boot: [chaosProcess('one', [once])], crashPoints });
    world.addHost({ name: 'operator', boot: [chaosProcess('one', operator)] });
    world.run();
    return world.facts().flatMap(({ time, process }) => (process === 'a/one' ? [time] : []));
  }

  it('brings its host down and back where nobody else does', () => {
    expect(startsWith([])).toEqual([0, 70]);
  });

  it('concerns the incarnation that it hit, and no later one', () => {
    expect(startsWith([crashAt(5, 'a'), bootAt(10, 'a')])).toEqual([0, 10]);
  });

  it('leaves a host down that somebody else booted and brought down in the meantime', () => {
    expect(startsWith([bootAt(30, 'a'), crashAt(40, 'a')])).toEqual([0, 30]);
  });
});

describe('a process that stops', () => {
  it('ends alone: the rest of its host goes on, and what is sent to it finds nobody', () => {
    const world = createWorld<ChaosFact>({ freeze: true });
    world.addHost({ name: 'a', boot: [chaosProcess('one', [{ kind: 'stop' }]), chaosProcess('two')] });
    world.run();
    expect(world.processes()).toEqual(['a/two']);
    world.send('a/one', outsideJob([], 0, 0));
    world.run();
    expect(world.dropped).toBe(1);
  });
});
