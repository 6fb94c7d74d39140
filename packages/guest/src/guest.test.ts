import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { scheduler, setInterval as ticksOf, setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createWorld, factsText, MILLISECOND, SECOND } from '@simlet/core';
import type { FactBody, Message, World } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run, simulate } from './index.ts';
import type { Guest } from './index.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: unknown;
}

function worldOf(...bodies: readonly Guest[]): World<Said> {
  const world = createWorld<Said>({ freeze: true });
  bodies.forEach((body, index) => world.addHost({ name: `host-${index}`, boot: [guest('main', body)] }));
  return world;
}

function said(world: World<Said>): readonly unknown[] {
  return world.facts().map(({ time, body }) => [time / MILLISECOND, body.what]);
}

const say = (what: unknown): Said => ({ kind: 'said', what });

/** A promise that is settled behind as many others. */
async function chain(depth: number): Promise<number> {
  for (let step = 0; step < depth; step += 1) await Promise.resolve();
  return depth;
}

describe('timers of a guest', () => {
  it('fire in virtual time, in all their forms', async () => {
    const world = worldOf(async (env) => {
      setTimeout((what: string) => env.record(say(what)), 1_000, 'callback');
      setImmediate(() => env.record(say('immediate')));
      queueMicrotask(() => env.record(say('microtask')));
      process.nextTick(() => env.record(say('tick')));
      const stopped = setTimeout(() => env.record(say('never')), 500);
      await delay(400);
      clearTimeout(stopped);
      await promisify(setTimeout)(100);
      env.record(say('promisified'));
      await scheduler.wait(1_000);
      env.record(say('waited'));
    });
    expect(await run(world)).toBe('idle');
    expect(said(world)).toEqual([
      [0, 'tick'],
      [0, 'microtask'],
      [0, 'immediate'],
      [500, 'promisified'],
      [1_000, 'callback'],
      [1_500, 'waited'],
    ]);
  });

  it('repeat until they are cleared, as callbacks and as an iterator', async () => {
    const world = worldOf(async (env) => {
      let count = 0;
      const timer = setInterval(() => {
        count += 1;
        env.record(say(count));
        if (count === 3) clearInterval(timer);
      }, 10);
      for await (const value of ticksOf(100, 'tick')) {
        env.record(say(value));
        if (env.now >= 200 * MILLISECOND) break;
      }
    });
    await run(world);
    expect(said(world)).toEqual([
      [10, 1],
      [20, 2],
      [30, 3],
      [100, 'tick'],
      [200, 'tick'],
    ]);
    expect(world.processes()).toEqual([]);
  });

  it('abort what waits, with the errors of Node', async () => {
    const world = worldOf(async (env) => {
      const signal = AbortSignal.timeout(50);
      await delay(1_000, undefined, { signal }).catch((error: unknown) => {
        const { name, code, cause } = error as Error & { readonly code: string };
        env.record(say(`${name} ${code} ${(cause as Error).name}`));
      });
    });
    await run(world);
    expect(said(world)).toEqual([[50, 'AbortError ABORT_ERR TimeoutError']]);
  });
});

describe('promise chains', () => {
  it('of any depth end before the clock moves', async () => {
    const depths = [0, 1, 7, 100, 10_000];
    const world = worldOf(
      ...depths.map((depth): Guest => async (env) => {
        for (let round = 0; round < 3; round += 1) {
          await delay(1);
          await chain(depth);
          env.record(say(depth));
        }
      }),
    );
    await run(world);
    expect(said(world)).toEqual([1, 2, 3].flatMap((time) => depths.map((depth) => [time, depth])));
  });

  it('may go through next ticks, events and streams of Node', async () => {
    const world = worldOf(async (env) => {
      await delay(5);
      let text = '';
      for await (const chunk of Readable.from(['a', 'b', 'c'])) text += String(chunk);
      const emitter = new EventEmitter();
      process.nextTick(() => void Promise.resolve().then(() => process.nextTick(() => emitter.emit('done', text))));
      const [heard] = (await once(emitter, 'done')) as unknown[];
      env.record(say(heard));
    });
    await run(world);
    expect(said(world)).toEqual([[5, 'abc']]);
  });
});

describe('a crash', () => {
  it('ends a guest where it stands, without its finally, and a boot starts it anew', async () => {
    const world = createWorld<Said>();
    const body: Guest = async (env) => {
      env.record(say(`up, saw ${String(env.disk.read('seen'))}`));
      env.disk.write('seen', env.incarnation);
      env.disk.sync();
      try {
        await delay(1_000);
        env.record(say('done'));
      } finally {
        env.record(say('finally'));
      }
    };
    world.addHost({ name: 'server', boot: [guest('main', body)] });
    await run(world, 400 * MILLISECOND);
    world.crash('server');
    await run(world, 2 * SECOND);
    world.boot('server');
    await run(world);
    expect(said(world)).toEqual([
      [0, 'up, saw undefined'],
      [2_000, 'up, saw 0'],
      [3_000, 'done'],
      [3_000, 'finally'],
    ]);
  });
});

describe('messages of a guest', () => {
  it('are copies, come in order, and can be waited for with an end', async () => {
    const world = worldOf(
      async (env) => {
        const message = { kind: 'hello', list: [1] };
        env.send('host-1/main', message);
        message.list.push(2);
        env.send('host-1/main', message);
        await delay(10);
        env.send('host-1/main', { kind: 'late', list: [] });
      },
      async (env) => {
        const lists: unknown[] = [];
        for (;;) {
          const message: (Message & { readonly list?: unknown }) | undefined = await env.receive(9 * MILLISECOND);
          lists.push(message?.list);
          if (message === undefined) break;
        }
        env.record(say(lists));
        env.record(say((await env.receive()).kind));
      },
    );
    await run(world);
    expect(said(world)).toEqual([
      [9, [[1], [1, 2], undefined]],
      [10, 'late'],
    ]);
  });
});

describe('a world with guests', () => {
  const clock: Guest = async (env) => {
    for (let tick = 0; tick < 5; tick += 1) {
      await delay(10);
      env.record(say([tick, Math.random(), env.decide.integer('odd', { simplest: 0, min: 0, max: 9 })]));
    }
  };

  it('is forked in the middle and goes on as the original does', async () => {
    const texts = await simulate(() => {
      const world = worldOf(clock);
      world.run(25 * MILLISECOND);
      const fork = world.fork();
      const hashes = [world.stateHash(), fork.stateHash()];
      for (const each of [fork, world]) each.run();
      return [hashes, [fork, world].map((each) => [factsText(each.facts()), each.digest(), each.stateHash()])];
    });
    const [[one, other], [fork, original]] = texts as [[string, string], [unknown, unknown]];
    expect(one).toBe(other);
    expect(fork).toEqual(original);
  });

  it('is not run where microtasks cannot be drained, and says what to do', () => {
    expect(() => worldOf(clock).run()).toThrow(/host-0\/main is a guest: run its world with `await run\(world\)`/);
  });

  it('shares nothing between its guests but messages', async () => {
    let stolen: Parameters<Guest>[0] | undefined;
    const world = worldOf(
      async (env) => {
        stolen = env;
        await env.receive();
      },
      async () => stolen?.record(say('not mine')),
    );
    await expect(run(world)).rejects.toThrow('host-1/main uses what belongs to the guest host-0/main');
  });

  it('leaves the globals of Node as they were', async () => {
    const globals = (): readonly unknown[] => [
      setTimeout,
      Date,
      Math.random,
      fetch,
      performance.now,
      process.nextTick,
      process.env['TZ'],
      Date.now,
    ];
    const before = globals();
    const made = await simulate(() => new (class extends MessageChannel {})());
    expect(made).toBeInstanceOf(MessageChannel);
    await run(worldOf(clock));
    expect(globals()).toEqual(before);
    expect(process.listenerCount('unhandledRejection')).toBeGreaterThan(0);
  });
});
