import { createGzip } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createWorld, EngineError } from '@simlet/core';
import type { Behaviour, Message, World } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { GuardError, guest, run, simulate, withGuards } from './index.ts';

function worldOf(leak: () => unknown): World {
  const leaky: Behaviour<null, null, Message> = {
    kind: 'leaky',
    start: () => null,
    receive() {
      leak();
      return null;
    },
  };
  const world = createWorld({ freeze: true });
  world.addHost({ name: 'node', boot: [{ path: 'leaky', behaviour: leaky, input: null }] });
  world.send('node/leaky', { kind: 'go' }, { delay: 7 });
  return world;
}

function errorOf(task: () => unknown): unknown {
  try {
    task();
    return undefined;
  } catch (error) {
    return error;
  }
}

const leaks: readonly (readonly [name: string, leak: () => unknown])[] = [
  ['Date.now', () => Date.now()],
  ['new Date()', () => new Date()],
  ['Date()', () => Date()],
  ['performance.now', () => performance.now()],
  ['performance.timeOrigin', () => performance.timeOrigin],
  ['process.hrtime', () => process.hrtime()],
  ['process.hrtime.bigint', () => process.hrtime.bigint()],
  ['process.uptime', () => process.uptime()],
  ['Math.random', () => Math.random()],
  ['crypto.randomUUID', () => randomUUID()],
  ['crypto.getRandomValues', () => crypto.getRandomValues(new Uint8Array(1))],
  ['setTimeout', () => setTimeout(() => {}, 1)],
  ['setInterval', () => setInterval(() => {}, 1)],
  ['setImmediate', () => setImmediate(() => {})],
  ['queueMicrotask', () => queueMicrotask(() => {})],
  ['process.nextTick', () => process.nextTick(() => {})],
  ['timers/promises.setTimeout', () => delay(1)],
  ['AbortSignal.timeout', () => AbortSignal.timeout(1)],
  ['fetch', () => fetch('http://localhost/')],
  ['fs.promises.readFile', () => readFile('nowhere')],
  ['net.connect', () => connect(1)],
  ['WebSocket', () => Reflect.construct(WebSocketOrFetch(), ['ws://localhost'])],
];

// Node 20 has no WebSocket.
function WebSocketOrFetch(): new (url: string) => unknown {
  const found: unknown = Reflect.get(globalThis, 'WebSocket');
  return (found ?? Reflect.get(globalThis, 'MessageChannel')) as new (url: string) => unknown;
}

describe('a guarded run', () => {
  it.each(leaks)('catches a process that reaches for %s, by name and call site', (name, leak) => {
    const error = errorOf(() => withGuards(() => worldOf(leak).run()));
    expect(error).toBeInstanceOf(EngineError);
    expect((error as Error).message).toContain("at 7 us, node/leaky failed on 'go': ");
    const { cause } = error as { readonly cause: GuardError };
    expect(cause).toBeInstanceOf(GuardError);
    expect([name, 'MessageChannel']).toContain(cause.api);
    expect(cause.callSite).toMatch(/with-guards\.test\.ts:\d+:\d+$/);
  });

  it('catches what a process does although it swallows the error', () => {
    const leak = (): unknown => errorOf(() => Math.random());
    expect(errorOf(() => withGuards(() => worldOf(leak).run()))).toMatchObject({ api: 'Math.random' });
  });

  it('catches a mutable object that two hosts share, where the world freezes', () => {
    const list: number[] = [];
    const world = worldOf(() => list.push(1));
    world.send('node/leaky', { kind: 'here', list } as Message);
    const error = errorOf(() => withGuards(() => world.run()));
    expect((error as Error).message).toMatch(/^at 0 us, node\/leaky failed on 'here': Cannot add property 0/);
    expect(((error as Error).cause as Error).stack).toContain('with-guards.test.ts');
  });

  it('lets pass what needs no clock, and everything once it is over', () => {
    expect(withGuards(() => worldOf(() => new Date(0).toISOString()).run())).toBe('idle');
    errorOf(() => withGuards(() => worldOf(() => Date.now()).run()));
    expect(Date.now()).toBeGreaterThan(0);
    expect(new Date()).toBeInstanceOf(Date);
  });

  it('is strict by default in tests, and not where it is switched off', () => {
    expect(errorOf(() => withGuards((): number => Date.now()))).toBeInstanceOf(GuardError);
    expect(withGuards((): number => Date.now(), { strict: false })).toBeGreaterThan(0);
  });

  it('is what `run` does, and within `simulate` what is guarded alone', async () => {
    await expect(run(worldOf(() => Date.now()))).rejects.toThrow('Date.now read the clock of the machine');
    expect(
      await run(
        worldOf(() => Date.now()),
        undefined,
        { strict: false },
      ),
    ).toBe('idle');
    const [outside, inside] = await simulate((): [number, unknown] => [
      Date.now(),
      errorOf(() => withGuards((): number => Date.now())),
    ]);
    expect(outside).toBeGreaterThan(0);
    expect(inside).toBeInstanceOf(GuardError);
  });
});

const refused: readonly (readonly [name: string, leak: () => Promise<void>])[] = [
  ['fs.promises.readFile', async () => void (await readFile('nowhere'))],
  ['net.connect', async () => void connect(1)],
  [
    'crypto.subtle.generateKey',
    async () => void (await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, [])),
  ],
  ['CompressionStream', async () => void new CompressionStream('gzip')],
  ['zlib.createGzip', async () => void createGzip()],
];

describe('a guest', () => {
  it.each(refused)('is refused what is real, by name, although it catches the error: %s', async (name, leak) => {
    const world = createWorld();
    world.addHost({ name: 'host', boot: [guest('main', async () => leak().catch(() => {}))] });
    await expect(run(world)).rejects.toThrow(
      new RegExp(`^at 0 us, host/main failed on its start: ${name} left the world .*with-guards.test.ts:\\d+:\\d+$`),
    );
  });

  it('that shares a promise with another is caught in its turn, by both names and the call site', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const world = createWorld();
    const waits = guest('main', async () => {
      await gate;
      await delay(1);
    });
    const opens = guest('main', async () => {
      await delay(5);
      open();
    });
    world.addHost({ name: 'waits', boot: [waits] });
    world.addHost({ name: 'opens', boot: [opens] });
    await expect(run(world)).rejects.toThrow(
      /^at 5000 us, opens\/main .*setTimeout was called by code of waits\/main in a turn of opens\/main.*test.ts:\d+:\d+$/,
    );
  });
});
