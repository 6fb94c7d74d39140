import { createWorld, MILLISECOND } from '@simlet/core';
import { guest, simulate } from '@simlet/guest';
import type { Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

// Nothing of a task is ours: it would run the same without a world.
async function tasks(n: number, meter: Meter, delays: Delays): Promise<void> {
  let going = true;
  const task = async (id: number): Promise<void> => {
    while (going) {
      await sleep(delays.next());
      if (going) going = meter.tick(id);
    }
  };
  const all = guest('all', async () => {
    await Promise.all(Array.from({ length: n }, (_, id) => task(id)));
  });
  await simulate(() => {
    const world = createWorld({ facts: { ring: 1_024 }, trace: 1_024 });
    world.addHost({ name: 'bench', boot: [all] });
    while (going) world.run(world.now + 100 * MILLISECOND);
  });
}

/** Ordinary async functions in a guest of a world. */
export const worldGuests: Contestant = { name: 'simlet-guest', workloads: { async: tasks } };
