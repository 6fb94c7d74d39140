import { setTimeout as delay } from 'node:timers/promises';
import { createWorld, EngineError, factsText } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run } from './index.ts';
import type { Guest } from './index.ts';

describe('an error that a guest does not handle', () => {
  const failing: readonly (readonly [string, Guest])[] = [
    ['its function rejects', async () => Promise.resolve().then(plant)],
    ['a promise that nobody waits for', async () => void Promise.reject(new Error('planted'))],
    ['a callback of a timer', async () => void setTimeout(plant, 5)],
    ['a microtask', async () => queueMicrotask(plant)],
    ['a next tick', async () => process.nextTick(plant)],
    ['a listener of an event target', async () => listenAndPlant()],
  ];
  function plant(): never {
    throw new Error('planted');
  }
  function listenAndPlant(): void {
    const target = new EventTarget();
    target.addEventListener('event', plant);
    target.dispatchEvent(new Event('event'));
  }

  it.each(failing)('ends the run with the name of the guest: %s', async (_, body) => {
    const world = createWorld();
    world.addHost({ name: 'host-0', boot: [guest('main', body)] });
    const error: unknown = await run(world).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(EngineError);
    expect((error as Error).message).toMatch(/^at \d+ us, host-0\/main failed on .*: planted$/);
  });

  it('crashes its host, where the guest says so', async () => {
    const world = createWorld();
    const body: Guest = async () => {
      await delay(10);
      void Promise.reject(new Error('forgotten'));
      await delay(10);
    };
    world.addHost({ name: 'server', boot: [guest('main', body, { uncaught: 'crash' })] });
    await run(world);
    expect(factsText(world.facts())).toBe('0.010000 server/main guest.failed error="Error: forgotten"\n');
    expect(world.isUp('server')).toBe(false);
  });
});
