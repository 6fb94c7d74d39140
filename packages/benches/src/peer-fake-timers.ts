import { createClock } from '@sinonjs/fake-timers';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';

function hold(n: number, meter: Meter, delays: Delays): void {
  const clock = createClock();
  let going = true;
  const arm = (id: number): void => {
    clock.setTimeout(() => {
      arm(id);
      going = meter.tick(id);
    }, delays.next());
  };
  for (let id = 0; id < n; id += 1) arm(id);
  while (going) clock.next();
}

function cancel(n: number, meter: Meter, delays: Delays): void {
  const clock = createClock();
  let going = true;
  const reply = (client: number, timeout: ReturnType<typeof clock.setTimeout> | undefined): void => {
    clock.setTimeout(() => {
      if (timeout !== undefined) clock.clearTimeout(timeout);
      reply(
        client,
        clock.setTimeout(() => undefined, TIMEOUT),
      );
      going = meter.tick(client);
    }, delays.next());
  };
  for (let client = 0; client < n; client += 1) reply(client, undefined);
  while (going) clock.next();
}

async function tasks(n: number, meter: Meter, delays: Delays): Promise<void> {
  const clock = createClock();
  let going = true;
  const sleep = (delay: number): Promise<void> =>
    new Promise((resolve) => {
      clock.setTimeout(() => resolve(), delay);
    });
  const task = async (id: number): Promise<void> => {
    while (going) {
      await sleep(delays.next());
      if (going) going = meter.tick(id);
    }
  };
  for (let id = 0; id < n; id += 1) void task(id);
  while (going) await clock.nextAsync();
}

/** The clock of `@sinonjs/fake-timers`, with `next()` or `nextAsync()` for each event. */
export const fakeTimers: Contestant = {
  name: 'fake-timers',
  workloads: { hold, 'hold-dense': hold, cancel, async: tasks },
};
