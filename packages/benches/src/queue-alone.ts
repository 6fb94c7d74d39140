import { createNumberQueue, createQueue, type EventId } from '@simlet/core';
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

function holdNumbers(n: number, meter: Meter, delays: Delays): void {
  const queue = createNumberQueue();
  for (let id = 0; id < n; id += 1) queue.push(delays.next(), id);
  for (let id = queue.pop(); id >= 0; id = queue.pop()) {
    queue.push(queue.now + delays.next(), id);
    if (!meter.tick(id)) return;
  }
}

function cancelNumbers(n: number, meter: Meter, delays: Delays): void {
  const queue = createNumberQueue();
  for (let client = 0; client < n; client += 1) queue.push(delays.next(), 2 * client);
  for (let event = queue.pop(); event >= 0; event = queue.pop()) {
    if (event % 2 === 1) continue;
    queue.cancel(event + 1);
    queue.push(queue.now + TIMEOUT, event + 1);
    queue.push(queue.now + delays.next(), event);
    if (!meter.tick(event / 2)) return;
  }
}

/** The queue of numbers below it, for callers with arrays of their own. */
export const numbersAlone: Contestant = {
  name: 'simlet-numbers',
  largest: 1_000_000,
  workloads: { hold: holdNumbers, 'hold-dense': holdNumbers, cancel: cancelNumbers },
};

/** The event queue by itself, with numbers as values. */
export const queueAlone: Contestant = {
  name: 'simlet-queue',
  largest: 1_000_000,
  workloads: { hold, 'hold-dense': hold, cancel },
};
