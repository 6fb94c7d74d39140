import { createQueue, type EventId } from '@simlet/core';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';

function hold(n: number, meter: Meter, delays: Delays): void {
  const queue = createQueue<number>();
  for (let id = 0; id < n; id += 1) queue.push(delays.next(), id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    queue.push(queue.now + delays.next(), id);
    if (!meter.tick(id)) return;
  }
}

// Events are 2i for the reply of client i, and 2i + 1 for its timeout.
function cancel(n: number, meter: Meter, delays: Delays): void {
  const queue = createQueue<number>();
  const timeouts: EventId[] = [];
  for (let client = 0; client < n; client += 1) {
    timeouts.push(-1);
    queue.push(delays.next(), 2 * client);
  }
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    if (event % 2 === 1) continue;
    const client = event / 2;
    queue.cancel(timeouts[client] ?? -1);
    timeouts[client] = queue.push(queue.now + TIMEOUT, event + 1);
    queue.push(queue.now + delays.next(), event);
    if (!meter.tick(client)) return;
  }
}

/** The event queue by itself, with numbers as events. */
export const queueAlone: Contestant = { name: 'simlet-queue', workloads: { hold, 'hold-dense': hold, cancel } };
