import type { ActiveTurn } from './active-turn.ts';
import type { Cell } from './cell.ts';
import { mix, mixNumber } from './digest.ts';
import { assert, EngineError, unreachable } from './engine-error.ts';
import { HANDLER, HOST, NOTHING_DUE, OUTSIDE_OF_QUEUE, TIMER } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import { cellAt, hostAt, meetKind } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, scheduleCrash } from './lifecycle.ts';
import { holdUp, isHeldUp } from './pause.ts';
import type { Message } from './process.ts';
import type { QueuedEvent } from './queued-event.ts';
import { runScheduled, runStart, runTurn } from './run-turn.ts';
import { chooseReady } from './tie.ts';
import { commitFailed } from './turn-failed.ts';
import type { Micros } from './time.ts';
import { takeOut } from './waiting.ts';

/**
 * Runs the events that are due by `until`, at most so many of them.
 * @returns how many it ran, which is fewer only where no more are due.
 * @throws EngineError where a turn throws; the world is then as before that turn, and goes on no more.
 */
export function runEvents(kernel: Kernel, turn: ActiveTurn, until: Micros, most: number): number {
  if (kernel.failure !== undefined) throw kernel.failure;
  const { decisions, queue, starts } = kernel;
  const { ties } = kernel.options;
  const before = kernel.events;
  let { now } = kernel;
  kernel.busy = true;
  // One try for all of them: to enter and to leave it costs as much as an event of the queue.
  try {
    for (const last = before + most; kernel.events < last; kernel.events += 1) {
      if (decisions.isOpen) decisions.begin();
      now = kernel.now;
      if (starts.length > 0 && startNext(kernel, turn)) continue;
      if (ties) {
        if (!runReady(kernel, turn, until)) break;
        continue;
      }
      const place = queue.pop(until);
      if (place === NOTHING_DUE) break;
      kernel.now = queue.now;
      // The usual way: no object is made of what was popped.
      if (kernel.paused > 0 || queue.senderAt(place) === HOST) runRare(kernel, turn, place);
      else runPlace(kernel, turn, place);
    }
  } catch (error) {
    kernel.failure =
      error instanceof EngineError && error.context !== undefined ? error : commitFailed(kernel, turn, error);
    kernel.now = now;
    throw kernel.failure;
  } finally {
    kernel.busy = false;
  }
  return kernel.events - before;
}

// Starts come before anything that is due at their instant, in the order in which they were asked for.
function startNext(kernel: Kernel, turn: ActiveTurn): boolean {
  const { starts } = kernel;
  for (;;) {
    const start = starts[kernel.started];
    if (start === undefined) return false;
    const cell = cellAt(kernel, start.cell);
    const { process } = cell;
    const alive = process !== undefined && process.instance === start.instance;
    if (alive) runStart(kernel, turn, cell, process, start.cause);
    kernel.started += 1;
    if (kernel.started === starts.length) {
      starts.length = 0;
      kernel.started = 0;
    }
    if (alive) return true;
  }
}

// Where ties are decisions.
function runReady(kernel: Kernel, turn: ActiveTurn, until: Micros): boolean {
  const event = chooseReady(kernel, until);
  if (event === undefined) return false;
  kernel.now = kernel.queue.now;
  runEvent(kernel, turn, event);
  return true;
}

// An event of a host, or one that may be for a paused host.
function runRare(kernel: Kernel, turn: ActiveTurn, place: Place): void {
  const { queue } = kernel;
  if (queue.senderAt(place) === HOST || isHeldUp(kernel, cellAt(kernel, queue.receiverAt(place)))) {
    runEvent(kernel, turn, takeOut(kernel, place));
  } else runPlace(kernel, turn, place);
}

function runPlace(kernel: Kernel, turn: ActiveTurn, place: Place): void {
  const { queue } = kernel;
  const from = queue.senderAt(place);
  const cell = cellAt(kernel, queue.receiverAt(place));
  const subject = queue.subjectAt(place);
  const cause = queue.causeAt(place);
  const { process } = cell;
  if (from < HOST) {
    assert(process !== undefined, OUTLIVED);
    return runScheduled(kernel, turn, cell, process, HANDLER - from, subject, cause, place);
  }
  const message = queue.messageAt(place);
  queue.release(place);
  if (process === undefined) return dropMessage(kernel, cell, message);
  if (from === TIMER) process.takeTimer(subject);
  runTurn(kernel, turn, cell, process, message, cause);
}

function runEvent(kernel: Kernel, turn: ActiveTurn, event: QueuedEvent): void {
  if (event.type === 'crash') {
    const host = hostAt(kernel, event.host);
    if (host.boots === event.boots && host.up) scheduleCrash(kernel, host, 0, event.restartAfter, event.cause);
    return;
  }
  if (event.type === 'boot') {
    const host = hostAt(kernel, event.host);
    if (host.boots === event.boots) boot(kernel, host, event.cause);
    return;
  }
  const cell = cellAt(kernel, event.to);
  if (isHeldUp(kernel, cell)) return holdUp(kernel, cell, event);
  const { process } = cell;
  switch (event.type) {
    case 'delivery':
      if (process === undefined) return dropMessage(kernel, cell, event.message);
      return runTurn(kernel, turn, cell, process, event.message, event.cause);
    case 'timer':
      assert(process !== undefined, OUTLIVED);
      process.takeTimer(event.id);
      return runTurn(kernel, turn, cell, process, event.message, event.cause);
    case 'scheduled':
      assert(process !== undefined, OUTLIVED);
      return runScheduled(kernel, turn, cell, process, event.handler, event.target, event.cause, OUTSIDE_OF_QUEUE);
    default:
      return unreachable(event);
  }
}

const OUTLIVED = 'a timer outlived its process';

function dropMessage(kernel: Kernel, cell: Cell, message: Message): void {
  kernel.dropped += 1;
  meetKind(kernel, cell, message.kind);
  const digest = kernel.log.settled();
  mixNumber(digest, kernel.now);
  mix(digest, ~cell.hash);
  mix(digest, cell.kindHash);
}
