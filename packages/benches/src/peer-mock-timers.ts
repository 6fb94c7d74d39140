import { mock } from 'node:test';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';

const realImmediate = setImmediate;

/** Ticks of so many, since the clock of the mock moves to the end of a tick before it runs what is due on the way. */
const TICK = 1_000;

function enable(): void {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
}

function hold(n: number, meter: Meter, delays: Delays): void {
  enable();
  let going = true;
  const arm = (id: number): void => {
    setTimeout(() => {
      if (!going) return;
      arm(id);
      going = meter.tick(id);
    }, delays.next());
  };
  for (let id = 0; id < n; id += 1) arm(id);
  while (going) mock.timers.tick(TICK);
}

function cancel(n: number, meter: Meter, delays: Delays): void {
  enable();
  let going = true;
  const reply = (client: number, timeout: NodeJS.Timeout | undefined): void => {
    setTimeout(() => {
      if (!going) return;
      clearTimeout(timeout);
      const next = setTimeout(() => undefined, TIMEOUT);
      reply(client, next);
      going = meter.tick(client);
    }, delays.next());
  };
  for (let client = 0; client < n; client += 1) reply(client, undefined);
  while (going) mock.timers.tick(TICK);
}

// By the millisecond, with a turn of the event loop for what waits: so the times are right.
async function tasks(n: number, meter: Meter, delays: Delays): Promise<void> {
  enable();
  let going = true;
  const task = async (id: number): Promise<void> => {
    while (going) {
      await new Promise((resolve) => {
        setTimeout(resolve, delays.next());
      });
      if (going) going = meter.tick(id);
    }
  };
  for (let id = 0; id < n; id += 1) void task(id);
  while (going) {
    mock.timers.tick(1);
    await new Promise((resolve) => {
      realImmediate(resolve);
    });
  }
}

/** The mock timers of node:test. A timer set in a callback counts from the end of the tick, so most of its times are others. */
export const mockTimers: Contestant = {
  name: 'mock-timers',
  otherOrder: ['hold', 'hold-dense', 'cancel'],
  workloads: { hold, cancel, async: tasks },
};
