import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createWorld, MILLISECOND, scripted } from '@simlet/core';
import type { FactBody, World } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run } from './index.ts';
import type { Guest } from './index.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: unknown;
}

function said(world: World<Said>): readonly unknown[] {
  return world.facts().map(({ time, body }) => [time / MILLISECOND, body.what]);
}

const say = (what: unknown): Said => ({ kind: 'said', what });

describe('clocks and randomness of a guest', () => {
  it('show the time of its host, from the beginning of the year 2000 on', async () => {
    const world = createWorld<Said>();
    const body: Guest = async (env) => {
      const began = performance.now();
      await delay(1_500);
      env.record(
        say([new Date().toISOString(), Date.now() - new Date(2000, 0, 1).getTime(), performance.now() - began]),
      );
      env.record(say([process.hrtime.bigint() === 1_500_000_000n, process.hrtime([1, 0]), process.uptime()]));
    };
    world.addHost({ name: 'host', boot: [guest('main', body)], clock: { offset: 250 * MILLISECOND } });
    await run(world);
    expect(said(world)).toEqual([
      [1_500, ['2000-01-01T00:00:01.750Z', 1_750, 1_500]],
      [1_500, [true, [0, 500_000_000], 1.5]],
    ]);
  });

  it.skipIf(!Reflect.has(globalThis, 'Temporal'))('show it through Temporal as well, where Node has that', async () => {
    const now = Reflect.get(Reflect.get(globalThis, 'Temporal') as object, 'Now') as Readonly<
      Record<string, () => unknown>
    >;
    const world = createWorld<Said>();
    const body: Guest = async (env) => {
      await delay(90_061_001);
      env.record(say(['instant', 'plainDateTimeISO', 'timeZoneId'].map((key) => String(now[key]?.()))));
    };
    world.addHost({ name: 'host', boot: [guest('main', body)] });
    await run(world);
    expect(said(world)).toEqual([[90_061_001, ['2000-01-02T01:01:01.001Z', '2000-01-02T01:01:01.001', 'UTC']]]);
  });

  it('are the same in each run, another for each guest, incarnation and seed', async () => {
    const body: Guest = async (env) => {
      env.record(
        say([Math.random(), randomUUID(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(4)).join(' ')]),
      );
      await env.receive();
    };
    const draw = async (outcome: number): Promise<readonly string[]> => {
      const deviations = [{ name: 'guest.random/host-0/main', occurrence: 0, outcome }];
      const world = createWorld<Said>({ chooser: scripted(deviations) });
      for (const name of ['host-0', 'host-1']) world.addHost({ name, boot: [guest('main', body)] });
      await run(world);
      world.crash('host-1');
      world.boot('host-1');
      await run(world);
      return world.facts().map((fact) => JSON.stringify(fact.body.what));
    };
    const [first, again, other] = [await draw(0), await draw(0), await draw(1)];
    expect(first).toEqual(again);
    expect(new Set([...first, other[0]]).size).toBe(4);
    expect(other.slice(1)).toEqual(first.slice(1));
    expect(first[0]).toMatch(/"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/);
  });
});
