import type { Cell } from './cell.ts';
import { cellAt, hostAt, OUTSIDE } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { LinkRule } from './link.ts';
import type { Message } from './process.ts';
import type { Micros } from './time.ts';

/** Puts a message on its way: through the link between the hosts, if they are two, and behind the messages before it. */
export function transmit(kernel: Kernel, from: Cell, to: number, message: Message, cause: number, delay: Micros): void {
  if (kernel.linked && from.index !== OUTSIDE) {
    const receiver = cellAt(kernel, to);
    const rule = from.host === receiver.host ? undefined : hostAt(kernel, from.host).links?.get(receiver.host);
    if (rule !== undefined) return passLink(kernel, from, receiver, message, cause, delay, rule);
  }
  kernel.queue.pushDelivery(arrival(kernel, from, to, delay), to, from.index, message, cause);
}

function passLink(
  kernel: Kernel,
  from: Cell,
  to: Cell,
  message: Message,
  cause: number,
  delay: Micros,
  rule: LinkRule,
): void {
  const { decisions } = kernel;
  const pair = `${hostAt(kernel, from.host).name}/${hostAt(kernel, to.host).name}`;
  if (rule.down === true || (rule.lose !== undefined && decisions.boolean(`link.lose/${pair}`, rule.lose))) {
    kernel.dropped += 1;
    return;
  }
  const copies = rule.duplicate !== undefined && decisions.boolean(`link.duplicate/${pair}`, rule.duplicate) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    const total = delay + (rule.delay === undefined ? 0 : decisions.integer(`link.delay/${pair}`, rule.delay));
    const time = rule.reorder === true ? kernel.now + total : arrival(kernel, from, to.index, total);
    kernel.queue.pushDelivery(time, to.index, from.index, message, cause);
  }
}

// The outside is no sender: what it schedules, it schedules one by one.
function arrival(kernel: Kernel, from: Cell, to: number, delay: Micros): Micros {
  const time = kernel.now + delay;
  const ordered = from.index !== OUTSIDE && (delay > 0 || from.arrivals !== undefined);
  return ordered ? arrivalBehindEarlier(kernel.now, from, to, time) : time;
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
