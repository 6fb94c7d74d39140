import type { Cell, Process } from './cell.ts';
import { OUTSIDE_OF_QUEUE } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { Lane, NO_PLACE } from './lane.ts';
import { transmit } from './transmit.ts';
import { dropOutside } from './waiting.ts';
import { CANCEL_TIMER, SCHEDULE, SEND, SET_TIMER } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** Does what a turn wished of events, in the order in which it was asked. */
export function pushEvents(kernel: Kernel, wishes: Wishes, cell: Cell, process: Process, cause: number): void {
  const { queue } = kernel;
  for (let index = 0; index < wishes.count; index += 1) {
    const kind = wishes.kindAt(index);
    const subject = wishes.subjectAt(index);
    const delay = wishes.delayAt(index);
    if (kind === SET_TIMER) {
      const place = queue.pushTimer(kernel.now + delay, cell.index, subject, wishes.messageAt(index), cause);
      process.addTimer(subject, place);
    } else if (kind === SEND) {
      transmit(kernel, cell, subject, wishes.messageAt(index), cause, delay);
    } else if (kind === CANCEL_TIMER) {
      const place = process.takeTimer(subject);
      if (place !== undefined) queue.cancel(place);
    } else if (kind === SCHEDULE) {
      schedule(kernel, cell, process, wishes.handlerAt(index), subject, kernel.now + delay, cause);
    } else unschedule(kernel, cell, process, wishes.handlerAt(index), subject);
  }
}

// An event that is pending already moves, and so does the one whose turn this is.
function schedule(
  kernel: Kernel,
  cell: Cell,
  process: Process,
  handler: number,
  target: number,
  time: number,
  cause: number,
): void {
  const { queue } = kernel;
  process.lane ??= new Lane();
  const place = process.lane.placeOf(handler, target);
  if (place > NO_PLACE) return queue.move(place, time, cause);
  if (place === OUTSIDE_OF_QUEUE) dropOutside(kernel, cell, process, handler, target);
  process.lane.set(handler, target, queue.pushScheduled(time, cell.index, handler, target, cause));
}

function unschedule(kernel: Kernel, cell: Cell, process: Process, handler: number, target: number): void {
  const place = process.lane?.placeOf(handler, target) ?? NO_PLACE;
  if (place === NO_PLACE) return;
  if (place === OUTSIDE_OF_QUEUE) dropOutside(kernel, cell, process, handler, target);
  // The place of the event whose turn this is is given up when the turn ends.
  else if (!kernel.queue.isPending(place)) return;
  else kernel.queue.cancel(place);
  process.lane?.clear(handler, target);
}

/** Gives up the place of an event of the fast lane that has had its turn, unless that has asked for it again. */
export function giveUpPlace(kernel: Kernel, process: Process, handler: number, target: number, place: Place): void {
  const { lane } = process;
  if (kernel.queue.isPending(place) || lane?.placeOf(handler, target) !== place) return;
  lane.clear(handler, target);
  kernel.queue.release(place);
}
