import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from './engine-error.ts';
import type { WorldFact } from './fact-log.ts';
import type { Behaviour, FactBody, Message, ProcessSpec, Turn } from './process.ts';
import { seeded } from './seeded.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { ChaosFact, Deed } from './testing/chaos.ts';
import { talkingHosts } from './testing/talking-hosts.ts';
import { createWorld } from './create-world.ts';
import type { World, WorldOptions } from './world.ts';

const timers = (...delays: readonly number[]): readonly Deed[] =>
  delays.map((delay): Deed => ({ kind: 'after', delay, next: [] }));

function worldWith(deeds: readonly Deed[], options: WorldOptions<ChaosFact> = {}): World<ChaosFact> {
  const world = createWorld<ChaosFact>({ freeze: true, ...options });
  world.addHost({ name: 'a', boot: [chaosProcess('one', deeds)] });
  return world;
}

interface Tick extends Message {
  readonly kind: 'tick';
}

/** Sends itself a message at once, for ever; `idler` does so every second. */
function restless(path: string, delay: number): ProcessSpec<number, number, Tick> {
  const behaviour: Behaviour<number, number, Tick> = {
    kind: 'restless',
    start(every, turn) {
      turn.after(every, { kind: 'tick' });
      return every;
    },
    receive(every, message, turn) {
      turn.after(every, message);
      return every;
    },
  };
  return { path, behaviour, input: delay };
}

describe('a run', () => {
  it('goes up to and including an instant, and leaves the clock there', () => {
    const world = worldWith(timers(5, 10, 15));
    expect(world.run(10)).toBe('until');
    expect(world.facts().map(({ time }) => time)).toEqual([5, 10]);
    expect(world.now).toBe(10);
    expect(world.run(14)).toBe('until');
    expect(world.now).toBe(14);
    expect(world.run(20)).toBe('idle');
    expect(world.now).toBe(20);
    expect(() => world.run(19)).toThrow('a run until 19 cannot start at 20');
  });

  it('ends at the last event where nothing is said', () => {
    const world = worldWith(timers(5, 15));
    expect(world.run()).toBe('idle');
    expect(world.now).toBe(15);
    expect(world.step()).toBe(false);
  });

  it('takes messages from outside at the time to which it came', () => {
    const world = worldWith([]);
    world.run(100);
    world.send('a/one', outsideJob([], 1, 7), { delay: 7 });
    world.send('a/one', outsideJob([], 2, 3), { delay: 3 });
    world.run();
    expect(world.facts().map(({ time, cause }) => [time, cause])).toEqual([
      [103, -1],
      [107, -1],
    ]);
  });

  it('is stopped by its limit of events, and names who would not stop', () => {
    const world = createWorld({ limits: { events: 100 } });
    world.addHost({ name: 'a', boot: [restless('busy', 0), restless('idle', 1_000_000)] });
    expect(world.run()).toBe('limit');
    expect(world.events).toBe(100);
    expect(world.busiest(1)).toEqual([{ process: 'a/busy', turns: 99 }]);
    expect(world.run()).toBe('limit');
  });

  it('is stopped by its limit of time, having run what is due by then', () => {
    const world = worldWith(timers(5, 15, 25), { limits: { time: 15 } });
    expect(world.run()).toBe('limit');
    expect(world.facts()).toHaveLength(2);
    expect(world.run(15)).toBe('until');
  });

  it('is not stopped by a limit that it meets with the last of what was due', () => {
    for (const limits of [{ events: 3 }, { time: 15 }]) {
      const world = worldWith(timers(5, 15, 25), { limits });
      expect(world.run(20)).toBe('until');
      expect([world.events, world.now]).toEqual([3, 20]);
      expect(world.run(24)).toBe('until');
      expect(world.run(25)).toBe('limit');
      expect([world.events, world.now]).toEqual([3, 24]);
    }
    const done = worldWith(timers(5, 15), { limits: { events: 3 } });
    expect(done.run()).toBe('idle');
  });
});

describe('the facts of a world', () => {
  it('are kept whole, as a ring or not at all, with the same digest', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3 }), fc.integer({ min: 1, max: 50 }), (seed, ring) => {
        const [whole, last, none] = (['keep', { ring }, 'none'] as const).map((facts) => {
          const world = talkingHosts({ chooser: seeded(seed), facts });
          world.run(500);
          return world;
        });
        expect(last?.facts()).toEqual(whole?.facts().slice(-ring));
        expect(none?.facts()).toEqual([]);
        expect(last?.digest()).toBe(whole?.digest());
        expect(none?.digest()).toBe(whole?.digest());
      }),
      { numRuns: 30 },
    );
  });

  it('are shown one by one while the run goes on, and their listener cannot reach into it', () => {
    const heard: WorldFact<ChaosFact>[] = [];
    const world = worldWith(timers(5, 10), { facts: 'none', onFact: (fact) => heard.push(fact) });
    world.run();
    expect(heard.map(({ time, process, sequence, cause }) => ({ time, process, sequence, cause }))).toEqual([
      { time: 5, process: 'a/one', sequence: 2, cause: 1 },
      { time: 10, process: 'a/one', sequence: 3, cause: 1 },
    ]);
    const meddled: World<ChaosFact> = worldWith(timers(5), { onFact: () => meddled.crash('a') });
    expect(() => meddled.run()).toThrow('a world cannot be reached from within its own run');
  });
});

describe('what a model does wrong', () => {
  /** The error of a world in which one process does something in its first turn. */
  function errorOf(first: (turn: Turn<Message>) => void): unknown {
    const behaviour: Behaviour<null, null, Message> = {
      kind: 'wrong',
      start(_input, turn) {
        first(turn);
        return null;
      },
      receive: (state) => state,
    };
    const world = createWorld();
    world.addHost({ name: 'a', boot: [{ path: 'one', behaviour, input: null }, chaosProcess('two')] });
    try {
      world.run();
    } catch (error) {
      return error;
    }
    return undefined;
  }

  const wrongs: readonly (readonly [string, (turn: Turn<Message>) => void])[] = [
    ['a delay of -1 is no whole number', (turn) => turn.send('a/two', { kind: 'x' }, { delay: -1 })],
    ['a delay of 0.5 is no whole number', (turn) => void turn.after(0.5, { kind: 'x' })],
    ['a/two is spawned but is there already', (turn) => void turn.spawn(chaosProcess('two'))],
    ['a/new is spawned but is there already', (turn) => [0, 1].forEach(() => turn.spawn(chaosProcess('new')))],
    ["there is no host 'z' in this world", (turn) => turn.crash('z')],
    ['b/two is stopped by a/one, which is on another host', (turn) => turn.stop('b/two')],
    [
      'the simplest outcome of n, 3, is not from 0 to 2',
      (turn) => void turn.decide.integer('n', { simplest: 3, min: 0, max: 2 }),
    ],
    [
      'the domain of n is not of whole numbers',
      (turn) => void turn.decide.integer('n', { simplest: 0, min: 0, max: 0.5 }),
    ],
    ['n has no options', (turn) => void turn.decide.oneOf('n', [])],
  ];

  it.each(wrongs)('ends the run with an engine error: %s', (text, first) => {
    const error = errorOf(first);
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).message).toContain(`at 0 us, a/one failed on its start: ${text}`);
  });

  it('may be to stop a process and start another one in its place, which is not wrong', () => {
    expect(
      errorOf((turn) => {
        turn.stop('a/two');
        turn.spawn(chaosProcess('two'));
      }),
    ).toBeUndefined();
  });

  it('is told with time, process, message, last facts and the error that was thrown', () => {
    const world = worldWith([...timers(1, 2), { kind: 'after', delay: 3, next: [{ kind: 'throw' }] }]);
    const caught = ((): unknown => {
      try {
        return world.run();
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(EngineError);
    const { message, context, cause } = caught as EngineError;
    expect(message).toBe("at 3 us, a/one failed on 'timer': a deed of the chaos model");
    expect(context).toMatchObject({ time: 3, process: 'a/one', message: { kind: 'timer' } });
    expect(context?.facts.map((fact: WorldFact<FactBody>) => fact.time)).toEqual([1, 2]);
    expect(cause).toEqual(new Error('a deed of the chaos model'));
  });

  it('is refused at once where it is done from outside', () => {
    const world = worldWith([]);
    expect(() => world.addHost({ name: 'a', boot: [] })).toThrow('the host a is there already');
    expect(() => world.boot('z')).toThrow("there is no host 'z' in this world");
    const twice = [chaosProcess('one'), chaosProcess('one')];
    expect(() => world.addHost({ name: 'b', boot: twice })).toThrow('two processes of the host b have one path');
    expect(() => createWorld({ facts: { ring: -1 } })).toThrow('a ring of -1 facts');
    expect(() => world.addHost({ name: 'a/b', boot: [] })).toThrow("'a/b' is no name of a host");
    expect(() => world.send('a/one', { kind: 'x' }, { delay: -1 })).toThrow('a delay of -1 is no whole number');
  });

  it('is found in a chooser that answers outside the domain', () => {
    const world = createWorld({ chooser: { choose: () => 7 } });
    world.addHost({ name: 'a', boot: [chaosProcess('one', [{ kind: 'decide', name: 'n', max: 5 }])] });
    expect(() => world.run()).toThrow('the chooser answered 7 to n, which is no whole number from 0 to 5');
  });
});
