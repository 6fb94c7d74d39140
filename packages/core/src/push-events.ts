import type { Cell, Process } from './cell.ts';
import { OUTSIDE_OF_QUEUE } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { Lane } from './lane.ts';
import { PendingTimers } from './pending-timers.ts';
import type { Message } from './process.ts';
import { transmit } from './transmit.ts';
import { dropOutside } from './waiting.ts';
import { CANCEL_TIMER, SCHEDULE, SEND, SET_TIMER } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** Does what a turn wished of events, in the order in which it was asked. */
export function pushEvents(kernel: Kernel, wishes: Wishes, cell: Cell, process: Process, cause: number): void {
  const { kinds, subjects, handlers, delays, messages, count } = wishes;
  const { queue } = kernel;
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index];
    const subject = subjects[index] as number;
    const delay = delays[index] as number;
    if (kind === SET_TIMER) {
      const place = queue.pushTimer(kernel.now + delay, cell.index, subject, messages[index] as Message, cause);
      process.timers ??= new PendingTimers();
      process.timers.add(subject, place);
    } else if (kind === SEND) {
      transmit(kernel, cell, subject, messages[index] as Message, cause, delay);
    } else if (kind === CANCEL_TIMER) {
      const place = process.timers?.take(subject);
      if (place !== undefined) queue.cancel(place);
    } else {
      const handler = handlers[index] as number;
      process.lane ??= new Lane();
      const place = process.lane.take(handler, subject);
      if (place === OUTSIDE_OF_QUEUE) dropOutside(kernel, cell, process, handler, subject);
      else if (place !== undefined) queue.cancel(place);
      if (kind !== SCHEDULE) continue;
      process.lane.set(handler, subject, queue.pushScheduled(kernel.now + delay, cell.index, handler, subject, cause));
    }
  }
}
