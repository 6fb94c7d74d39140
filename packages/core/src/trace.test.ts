import { expect, it } from 'vitest';
import type { Behaviour, Message } from './process.ts';
import { createWorld } from './create-world.ts';
import type { World } from './world.ts';
import { EngineError } from './engine-error.ts';
import { talkingHosts } from './testing/talking-hosts.ts';
import { seeded } from './seeded.ts';

const worker: Behaviour<null, number, Message> = {
  kind: 'worker',
  start(_input, turn) {
    turn.schedule(5, 2, 7);
    turn.after(10, { kind: 'tick' });
    return 0;
  },
  receive(turns, message, turn) {
    if (message.kind === 'fail') throw new Error('as asked');
    if (turns < 2) turn.after(10, { kind: 'tick' });
    return turns + 1;
  },
  fire: (turns) => turns,
};

function workingWorld(trace: number): World {
  const world = createWorld({ trace });
  world.addHost({ name: 'a', boot: [{ path: 'worker', behaviour: worker, input: null }] });
  return world;
}

it('has the latest turns, crashes and boots, oldest first, with what caused them', () => {
  const world = workingWorld(100);
  world.run(12);
  world.crash('a');
  expect(world.trace()).toEqual([
    { time: 0, process: 'a', what: 'boot', sequence: 0, cause: -1 },
    { time: 0, process: 'a/worker', what: 'start', sequence: 1, cause: -1 },
    { time: 5, process: 'a/worker', what: 'handler-2', target: 7, sequence: 2, cause: 1 },
    { time: 10, process: 'a/worker', what: 'tick', sequence: 3, cause: 1 },
    { time: 12, process: 'a', what: 'crash', sequence: 4, cause: -1 },
  ]);
});

it('calls a handler as its behaviour does, in decisions and errors too', () => {
  const named: Behaviour<null, number, Message> = {
    kind: 'named',
    handlers: ['poll', 'expire'],
    start(_input, turn) {
      turn.schedule(5, 0, 3);
      turn.schedule(5, 1, 3);
      turn.schedule(7, 2, 3);
      return 0;
    },
    receive: (state) => state,
    fire(state, handler) {
      if (handler === 2) throw new Error('too late');
      return state;
    },
  };
  const crashPoints = { delay: { simplest: 0, min: 0, max: 1 }, restartAfter: { simplest: 0, min: 0, max: 1 } };
  const world = createWorld({ trace: 10, recordAsked: true, ties: true });
  for (const name of ['a', 'b']) {
    world.addHost({ name, boot: [{ path: 'one', behaviour: named, input: null }], crashPoints });
  }
  expect(() => world.run()).toThrow('a/one failed on handler-2 of target 3: too late');
  expect(world.trace().map(({ what, target }) => `${what} ${target}`)).toContain('expire 3');
  expect(new Set(world.asked().map(({ name }) => name))).toEqual(
    new Set([
      ...['a', 'b'].flatMap((host) => ['start', 'poll', 'expire'].map((what) => `crash/${host}/one:${what}`)),
      'tie/a/one:poll',
      'tie/a/one:expire',
    ]),
  );
});

it('forgets the oldest events, and is empty where it was not asked for', () => {
  const world = workingWorld(2);
  world.run();
  expect(world.trace().map(({ time, what }) => `${time} ${what}`)).toEqual(['20 tick', '30 tick']);
  expect(workingWorld(0).trace()).toEqual([]);
  expect(() => createWorld({ trace: 1.5 })).toThrow('a trace of 1.5 events');
});

it('changes no digest, and a fork goes on with its own', () => {
  const traced = talkingHosts({ chooser: seeded('trace'), ties: true, trace: 50 });
  const bare = talkingHosts({ chooser: seeded('trace'), ties: true });
  for (const world of [traced, bare]) world.run(500);
  expect(traced.digest()).toBe(bare.digest());
  const fork = traced.fork();
  expect(fork.trace()).toEqual(traced.trace());
  fork.run(1_000);
  traced.run(1_000);
  expect(fork.trace()).toEqual(traced.trace());
  expect(traced.trace()).toHaveLength(50);
});

it('is in the context of the error of a turn that throws', () => {
  const world = workingWorld(3);
  world.run(12);
  world.send('a/worker', { kind: 'fail' });
  const error = (() => {
    try {
      world.run();
    } catch (caught) {
      return caught;
    }
    return undefined;
  })();
  expect(error).toBeInstanceOf(EngineError);
  expect(error instanceof EngineError && error.context?.trace.map(({ what }) => what)).toEqual([
    'start',
    'handler-2',
    'tick',
  ]);
});
