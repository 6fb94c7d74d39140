import type { Cell, Process } from './cell.ts';
import { OUTSIDE_OF_QUEUE, TIMER } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { Lane, NO_PLACE } from './lane.ts';
import { transmit } from './transmit.ts';
import { dropOutside } from './waiting.ts';
import { highWord, lowWord } from './time-words.ts';
import { CANCEL_TIMER, SCHEDULE, SEND, SET_TIMER } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** Does what a turn wished of events, in the order in which it was asked. */
export function pushEvents(kernel: Kernel, wishes: Wishes, cell: Cell, process: Process, cause: number): void {
  const { queue } = kernel;
  const { count } = wishes;
  for (let index = 0; index < count; index += 1) {
    const kind = wishes.kindAt(index);
    const subject = wishes.subjectAt(index);
    const delay = wishes.delayAt(index);
    // One place where these are pushed, for the engine to put all of it here.
    if (kind === SET_TIMER || (kind === SEND && delay === 0 && !kernel.linked && cell.arrivals === undefined)) {
      const isTimer = kind === SET_TIMER;
      const to = isTimer ? cell.index : subject;
      const from = isTimer ? TIMER : cell.index;
      const time = kernel.now + delay;
      const id = isTimer ? subject : 0;
      const place = queue.push(lowWord(time), highWord(time), to, from, id, cause, wishes.messageAt(index));
      if (isTimer) process.addTimer(subject, place);
    } else pushOther(kernel, wishes, cell, process, cause, index);
  }
}

function pushOther(kernel: Kernel, wishes: Wishes, cell: Cell, process: Process, cause: number, index: number): void {
  const kind = wishes.kindAt(index);
  const subject = wishes.subjectAt(index);
  const delay = wishes.delayAt(index);
  if (kind === SEND) transmit(kernel, cell, subject, wishes.messageAt(index), cause, delay);
  else if (kind === CANCEL_TIMER) {
    const place = process.takeTimer(subject);
    if (place !== undefined) kernel.queue.cancel(place);
  } else if (kind === SCHEDULE) {
    schedule(kernel, cell, process, wishes.handlerAt(index), subject, kernel.now + delay, cause);
  } else unschedule(kernel, cell, process, wishes.handlerAt(index), subject);
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
