import type { Cell, Process } from './cell.ts';
import { OUTSIDE_OF_QUEUE } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { Lane } from './lane.ts';
import { PendingTimers } from './pending-timers.ts';
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
      process.timers ??= new PendingTimers();
      process.timers.add(subject, place);
    } else if (kind === SEND) {
      transmit(kernel, cell, subject, wishes.messageAt(index), cause, delay);
    } else if (kind === CANCEL_TIMER) {
      const place = process.timers?.take(subject);
      if (place !== undefined) queue.cancel(place);
    } else {
      const handler = wishes.handlerAt(index);
      process.lane ??= new Lane();
      const place = process.lane.take(handler, subject);
      if (place === OUTSIDE_OF_QUEUE) dropOutside(kernel, cell, process, handler, subject);
      else if (place !== undefined) queue.cancel(place);
      if (kind !== SCHEDULE) continue;
      process.lane.set(handler, subject, queue.pushScheduled(kernel.now + delay, cell.index, handler, subject, cause));
    }
  }
}
