import type { Cell } from './cell.ts';
import { cellAt, hostAt, OUTSIDE } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { LinkRule } from './link.ts';
import type { Delivery } from './queued-event.ts';
import type { Micros } from './time.ts';

/** Puts a message on its way: through the link between the hosts, if they are two, and behind the messages before it. */
export function transmit(kernel: Kernel, delivery: Delivery, delay: Micros): void {
  const from = cellAt(kernel, delivery.from);
  if (kernel.linked && delivery.from !== OUTSIDE) {
    const to = cellAt(kernel, delivery.to);
    const rule = from.host === to.host ? undefined : hostAt(kernel, from.host).links?.get(to.host);
    if (rule !== undefined) return passLink(kernel, delivery, from, delay, rule);
  }
  arrive(kernel, delivery, from, delay, false);
}

function passLink(kernel: Kernel, delivery: Delivery, from: Cell, delay: Micros, rule: LinkRule): void {
  const { decisions } = kernel;
  const pair = `${hostAt(kernel, from.host).name}/${hostAt(kernel, cellAt(kernel, delivery.to).host).name}`;
  if (rule.down === true || (rule.lose !== undefined && decisions.boolean(`link.lose/${pair}`, rule.lose))) {
    kernel.dropped += 1;
    return;
  }
  const copies = rule.duplicate !== undefined && decisions.boolean(`link.duplicate/${pair}`, rule.duplicate) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    const added = rule.delay === undefined ? 0 : decisions.integer(`link.delay/${pair}`, rule.delay);
    arrive(kernel, delivery, from, delay + added, rule.reorder === true);
  }
}

// The outside is no sender: what it schedules, it schedules one by one.
function arrive(kernel: Kernel, delivery: Delivery, from: Cell, delay: Micros, overtakes: boolean): void {
  let time = kernel.now + delay;
  if (!overtakes && delivery.from !== OUTSIDE && (delay > 0 || from.arrivals !== undefined)) {
    time = arrivalBehindEarlier(kernel.now, from, delivery.to, time);
  }
  kernel.queue.push(time, delivery);
}

function arrivalBehindEarlier(now: Micros, from: Cell, to: number, wished: Micros): Micros {
  const latest = from.arrivals?.get(to);
  const time = latest !== undefined && latest > wished ? latest : wished;
  if (time > now) {
    from.arrivals ??= new Map();
    from.arrivals.set(to, time);
  } else if (latest !== undefined) {
    from.arrivals?.delete(to);
  }
  return time;
}
