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
