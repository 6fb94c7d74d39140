import { setTimeout as delay } from 'node:timers/promises';
import { createWorld, MILLISECOND, scripted, SECOND, seeded } from '@simlet/core';
import type { Deviation, FactBody, World } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run, simulate } from './index.ts';
import type { Guest } from './index.ts';
import { CircuitBreaker, keepLease, leaseServer, RateLimiter, retry } from './testing/programs.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: string;
}

const say = (what: string): Said => ({ kind: 'said', what });

function said(world: World<Said>): readonly string[] {
  return world.facts().map(({ time, process, body }) => `${time / MILLISECOND} ${process} ${body.what}`);
}

describe('a retry with back-off', () => {
  /** A server that fails a few times, and who asks it. */
  function retryWorld(deviations: readonly Deviation[], fails: number): World<Said> {
    const world = createWorld<Said>({ chooser: scripted(deviations), freeze: true });
    let asked = 0;
    const flaky: Guest = async (env) => env.serve(() => new Response('', { status: ++asked > fails ? 200 : 503 }));
    const client: Guest = async (env) => {
      const options = { retries: 3, minTimeout: 100, factor: 2, signal: AbortSignal.timeout(10_000) };
      const ask = async (attempt: number): Promise<number> => {
        const response = await fetch('http://server/');
        env.record(say(`attempt ${attempt}: ${response.status}`));
        if (!response.ok) throw new Error(response.statusText);
        return attempt;
      };
      const outcome = await retry(ask, options).catch((error: unknown) => String(error));
      env.record(say(`came to ${outcome}`));
    };
    world.addHost({ name: 'server', boot: [guest('http', flaky)] });
    world.addHost({ name: 'client', boot: [guest('main', client)] });
    return world;
  }

  it('asks again until it is answered, or gives up with the last error', async () => {
    for (const [fails, last] of [
      [2, 'came to 3'],
      [9, 'came to Error: Service Unavailable'],
    ] as const) {
      const world = retryWorld([], fails);
      expect(await run(world)).toBe('idle');
      expect(world.facts().at(-1)?.body.what).toBe(last);
      // Each wait is between half of the longest and the longest: 100, 200 and 400 ms.
      const waits = world.facts().map(({ time }, index, all) => (time - (all[index - 1]?.time ?? 0)) / MILLISECOND);
      expect(waits[1]).toBeGreaterThanOrEqual(50);
      expect(waits[1]).toBeLessThanOrEqual(100);
      expect(waits[2]).toBeGreaterThanOrEqual(100);
      expect(waits[2]).toBeLessThanOrEqual(200);
    }
  });

  it('draws its jitter from a decision: the same in each run, another with another seed', async () => {
    const timesOf = async (outcome: number): Promise<readonly number[]> => {
      const world = retryWorld([{ name: 'guest.random/client/main', occurrence: 0, outcome }], 3);
      await run(world);
      return world.facts().map(({ time }) => time);
    };
    expect(await timesOf(0)).toEqual(await timesOf(0));
    expect(await timesOf(0)).not.toEqual(await timesOf(7));
  });
});

it('a rate limiter lets through a burst, then no more than it should', async () => {
  const world = createWorld<Said>({ freeze: true });
  const body: Guest = async (env) => {
    const limiter = new RateLimiter(10);
    await Promise.all(Array.from({ length: 25 }, () => limiter.acquire().then(() => env.record(say('through')))));
  };
  world.addHost({ name: 'host', boot: [guest('main', body)], clock: { offset: 5 * SECOND } });
  expect(await run(world)).toBe('idle');
  const times = world.facts().map(({ time }) => time / MILLISECOND);
  expect(times.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
  // One each tenth of a second; what is added up in tenths is a hair less than one after ten of them.
  expect(times.slice(10)).toEqual(Array.from({ length: 15 }, (_, index) => 100 * (index + 1) + 10));
});

it('a circuit breaker opens, half-opens with one call, and closes', async () => {
  const world = createWorld<Said>({ freeze: true });
  const server: Guest = async (env) =>
    env.serve(() => new Response('', { status: performance.now() < 1_000 ? 500 : 200 }));
  const client: Guest = async (env) => {
    const breaker = new CircuitBreaker(3, 400);
    for (let call = 0; call < 13; call += 1) {
      const outcome = await breaker
        .call(async () => {
          const response = await fetch('http://server/');
          if (!response.ok) throw new Error(String(response.status));
          return 'ok';
        })
        .catch((error: unknown) => (error as Error).message);
      env.record(say(`${outcome} ${breaker.state}`));
      await delay(100);
    }
  };
  world.addHost({ name: 'server', boot: [guest('http', server)] });
  world.addHost({ name: 'client', boot: [guest('main', client)] });
  await run(world);
  const open = Array.from({ length: 3 }, () => 'circuit open open');
  const closed = Array.from({ length: 3 }, () => 'ok closed');
  expect(world.facts().map(({ body }) => body.what)).toEqual(
    [['500 closed', '500 closed', '500 open'], open, ['500 open'], open, closed].flat(),
  );
});

describe('keepers of a lease', () => {
  const crashPoints = {
    delay: { simplest: 0, min: 0, max: 1_000, distribution: { kind: 'uniform', odds: [1, 50] } },
    restartAfter: { simplest: 100 * MILLISECOND, min: 0, max: 5 * SECOND },
  } as const;

  /** A server of leases of two seconds, and two replicas that are after one, over bad links and with clocks that are off. */
  function leaseWorld(seed: string, believesFor: number, crash: object = {}): World<Said> {
    const world = createWorld<Said>({ chooser: seeded(seed), freeze: true });
    const delays = { simplest: 5 * MILLISECOND, min: 1 * MILLISECOND, max: 3 * SECOND };
    const rule = { delay: { ...delays, distribution: { kind: 'uniform', odds: [1, 4] } }, lose: [1, 4] } as const;
    world.addHost({ name: 'leases', boot: [guest('http', async (env) => env.serve(leaseServer(2)))] });
    for (const name of ['one', 'two']) {
      const replica: Guest = (env) =>
        keepLease({ url: 'http://leases/', holder: `${env.host}#${env.incarnation}`, believesFor }, async (signal) => {
          env.record(say('leads'));
          signal.addEventListener('abort', () => env.record(say('no more')));
        });
      world.setLink({ from: name, to: 'leases', both: true, rule });
      world.addHost({ name, boot: [guest('main', replica)], clock: { drift: name === 'one' ? 50_000 : 0 }, ...crash });
    }
    return world;
  }

  /** How often one of them began to lead, and how often while the other still did. */
  async function led(believesFor: number): Promise<readonly [times: number, atOnce: number]> {
    const facts = await simulate(() =>
      Array.from({ length: 20 }, (_, seed) => {
        const world = leaseWorld(String(seed), believesFor);
        world.run(120 * SECOND);
        return world.facts();
      }),
    );
    let [times, atOnce] = [0, 0];
    for (const run of facts) {
      const leading = new Set<string>();
      for (const { host, body } of run) {
        if (body.what === 'leads') {
          times += 1;
          atOnce += leading.size;
          leading.add(host);
        } else leading.delete(host);
      }
    }
    return [times, atOnce];
  }

  it('are never two at once where they believe an answer for less long than it is true, and else are found out', async () => {
    const [times, atOnce] = await led(1);
    expect(times).toBeGreaterThan(100);
    expect(atOnce).toBe(0);
    expect((await led(3))[1]).toBeGreaterThan(0);
  });

  it('are forked in the middle, crashes and all, and go on as the original does', async () => {
    const digests = await simulate(() => {
      const world = leaseWorld('fork', 1, { crashPoints });
      world.run(20 * SECOND);
      const fork = world.fork();
      for (const each of [world, fork]) each.run(40 * SECOND);
      return [world, fork].map((each) => [each.digest(), each.stateHash(), said(each).length]);
    });
    expect(digests[0]).toEqual(digests[1]);
  });
});
