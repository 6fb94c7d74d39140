import { NOTHING_DUE } from './event-queue.ts';
import { cellAt, hostAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { handlerName } from './handler.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { Micros } from './time.ts';
import { isStale, takeOut } from './waiting.ts';

/**
 * Takes one of the events that are due at the next instant. Which one is the decision `tie/<who>`, named after the event
 * that came first; its outcome is how many others that may go ahead of it are passed over, 0 being first come first served.
 */
export function chooseReady(kernel: Kernel, until: Micros): QueuedEvent | undefined {
  const { ready, decisions } = kernel;
  gather(kernel, until);
  const first = ready[0];
  if (first === undefined) return undefined;
  const free = freeToRun(kernel, ready);
  if (free.length === 1) return ready.shift();
  const contenders = free.map((index) => nameOf(kernel, ready[index] ?? first));
  const domain = { simplest: 0, min: 0, max: free.length - 1, contenders };
  const outcome = decisions.integer(`tie/${nameOf(kernel, first)}`, domain);
  const [chosen] = ready.splice(free[outcome] ?? 0, 1);
  return chosen;
}

// Everything due at the instant of the event due first. What is sent to arrive at this very instant joins later.
function gather(kernel: Kernel, until: Micros): void {
  const { ready, queue } = kernel;
  dropStale(kernel);
  let instant = queue.now;
  while (ready.length === 0) {
    const first = queue.pop(until);
    if (first === NOTHING_DUE) return;
    instant = queue.now;
    ready.push(takeOut(kernel, first));
    dropStale(kernel);
  }
  for (let next = queue.pop(instant); next !== NOTHING_DUE; next = queue.pop(instant))
    ready.push(takeOut(kernel, next));
}

// Timers that were cancelled, or whose process ended, after they had left the queue.
function dropStale(kernel: Kernel): void {
  const { ready } = kernel;
  for (let index = ready.length - 1; index >= 0; index -= 1) {
    const event = ready[index];
    if (event !== undefined && isStale(kernel, event)) ready.splice(index, 1);
  }
}

function freeToRun(kernel: Kernel, ready: readonly QueuedEvent[]): readonly number[] {
  const free: number[] = [];
  for (let index = 0; index < ready.length; index += 1) {
    const event = ready[index];
    if (event !== undefined && !ready.slice(0, index).some((earlier) => keepsOrder(kernel, earlier, event))) {
      free.push(index);
    }
  }
  return free;
}

/** Whether two events must run in the order in which they came. */
function keepsOrder(kernel: Kernel, earlier: QueuedEvent, later: QueuedEvent): boolean {
  if (earlier.type === 'crash' || earlier.type === 'boot') return 'host' in later && later.host === earlier.host;
  if (later.type === 'crash' || later.type === 'boot') return false;
  if (earlier.to !== later.to) return sameConnection(kernel, earlier, later);
  // The timers of a process are messages from itself.
  const earlierFrom = earlier.type === 'delivery' ? earlier.from : earlier.to;
  const laterFrom = later.type === 'delivery' ? later.from : later.to;
  if (earlierFrom === laterFrom) return true;
  // The notice that a host went down stays behind what the host had sent.
  const notifier = cellAt(kernel, laterFrom);
  const host = hostAt(kernel, notifier.host);
  return notifier.address === host.name && cellAt(kernel, earlierFrom).host === host.index;
}

/** What a process sends to processes of another host goes through one connection, whichever of them it is for. */
function sameConnection(kernel: Kernel, earlier: QueuedEvent, later: QueuedEvent): boolean {
  if (earlier.type !== 'delivery' || later.type !== 'delivery' || earlier.from !== later.from) return false;
  const { host } = cellAt(kernel, later.to);
  return cellAt(kernel, earlier.to).host === host && cellAt(kernel, later.from).host !== host;
}

function nameOf(kernel: Kernel, event: QueuedEvent): string {
  if (event.type === 'crash' || event.type === 'boot') return `${hostAt(kernel, event.host).name}:${event.type}`;
  const { address, process } = cellAt(kernel, event.to);
  const what = event.type === 'scheduled' ? handlerName(process?.behaviour, event.handler) : event.message.kind;
  return `${address}:${what}`;
}
