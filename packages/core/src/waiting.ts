import type { Cell, Process } from './cell.ts';
import { OUTSIDE_OF_QUEUE } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import { cellAt, hostAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { ProcessEvent, QueuedEvent } from './queued-event.ts';

/** What stands at a place of a queue, as an object. */
export function eventAt({ cells }: Pick<Kernel, 'cells'>, queue: Kernel['queue'], place: Place): QueuedEvent {
  const ofHost = queue.hostEventAt(place);
  if (ofHost !== undefined) return ofHost;
  const to = queue.receiverAt(place);
  const from = queue.senderAt(place);
  const cause = queue.causeAt(place);
  if (from >= 0) return { type: 'delivery', to, from, message: queue.messageAt(place), cause };
  const instance = cells[to]?.process?.instance ?? -1;
  const handler = queue.handlerAt(place);
  if (handler >= 0) return { type: 'scheduled', to, instance, handler, target: queue.subjectAt(place), cause };
  return { type: 'timer', to, instance, id: queue.subjectAt(place), message: queue.messageAt(place), cause };
}

/** Takes what was popped out of the queue altogether: it waits elsewhere from now on, behind a tie or for a paused host. */
export function takeOut(kernel: Kernel, place: Place): QueuedEvent {
  const event = eventAt(kernel, kernel.queue, place);
  kernel.queue.release(place);
  if (event.type === 'timer' || event.type === 'scheduled') moveTo(kernel, event, OUTSIDE_OF_QUEUE);
  return event;
}

/** Puts what waited elsewhere back into the queue, to happen now. */
export function putBack(kernel: Kernel, event: ProcessEvent): void {
  const { queue, now } = kernel;
  const { to, cause } = event;
  if (event.type === 'delivery') queue.pushDelivery(now, to, event.from, event.message, cause);
  else if (event.type === 'timer') moveTo(kernel, event, queue.pushTimer(now, to, event.id, event.message, cause));
  else moveTo(kernel, event, queue.pushScheduled(now, to, event.handler, event.target, cause));
}

/** Whether a timer or an event of the fast lane, waiting elsewhere, was cancelled or has outlived its process. */
export function isStale(kernel: Kernel, event: QueuedEvent): boolean {
  if (event.type !== 'timer' && event.type !== 'scheduled') return false;
  const { process } = cellAt(kernel, event.to);
  if (process?.instance !== event.instance) return true;
  // One of the fast lane is taken away when it is cancelled.
  return event.type === 'timer' && !process.hasTimer(event.id);
}

/** Takes away an event of the fast lane that waits elsewhere. */
export function dropOutside(kernel: Kernel, cell: Cell, { instance }: Process, handler: number, target: number): void {
  const isAnother = (event: QueuedEvent): boolean =>
    event.type !== 'scheduled' || event.instance !== instance || event.handler !== handler || event.target !== target;
  const host = hostAt(kernel, cell.host);
  host.held = host.held.filter(isAnother);
  kernel.ready.splice(0, kernel.ready.length, ...kernel.ready.filter(isAnother));
}

function moveTo(kernel: Kernel, event: Exclude<ProcessEvent, { type: 'delivery' }>, place: Place): void {
  const { process } = cellAt(kernel, event.to);
  if (event.type === 'scheduled') process?.lane?.set(event.handler, event.target, place);
  else {
    process?.takeTimer(event.id);
    process?.addTimer(event.id, place);
  }
}
