import type { ActiveTurn } from './active-turn.ts';
import type { Cell } from './cell.ts';
import { mix, mixNumber } from './digest.ts';
import { assert, EngineError, unreachable } from './engine-error.ts';
import { HANDLER, HOST, TIMER } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import { cellAt, hostAt, kindHashAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, scheduleCrash } from './lifecycle.ts';
import { holdUp, isHeldUp } from './pause.ts';
import type { Message, TimerId } from './process.ts';
import type { QueuedEvent } from './queued-event.ts';
import { runScheduled, runTurn } from './run-turn.ts';
import { chooseReady } from './tie.ts';
import type { Micros } from './time.ts';
import { takeOut } from './waiting.ts';

/**
 * Runs the next event that is due by `until`; false where there is none.
 * @throws EngineError where a turn throws; the world is then as before that turn, and goes on no more.
 */
export function step(kernel: Kernel, turn: ActiveTurn, until: Micros): boolean {
  if (kernel.failure !== undefined) throw kernel.failure;
  kernel.busy = true;
  kernel.decisions.begin();
  const { now } = kernel;
  try {
    return startNext(kernel, turn) || runNext(kernel, turn, until);
  } catch (error) {
    kernel.now = now;
    kernel.failure = error instanceof EngineError ? error : new EngineError('the run failed', undefined, error);
    throw error;
  } finally {
    kernel.busy = false;
  }
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
    if (alive) runTurn(kernel, turn, cell, process, undefined, undefined, start.cause);
    kernel.started += 1;
    if (kernel.started === starts.length) {
      starts.length = 0;
      kernel.started = 0;
    }
    if (!alive) continue;
    kernel.events += 1;
    return true;
  }
}

function runNext(kernel: Kernel, turn: ActiveTurn, until: Micros): boolean {
  const { queue } = kernel;
  if (kernel.options.ties) {
    const event = chooseReady(kernel, until);
    if (event === undefined) return false;
    kernel.now = queue.now;
    runEvent(kernel, turn, event);
  } else {
    const place = queue.pop(until);
    if (place < 0) return false;
    kernel.now = queue.now;
    runPlace(kernel, turn, place);
  }
  kernel.events += 1;
  return true;
}

// The usual way: no object is made of what was popped.
function runPlace(kernel: Kernel, turn: ActiveTurn, place: Place): void {
  const { queue } = kernel;
  const from = queue.senderAt(place);
  const cell = cellAt(kernel, queue.receiverAt(place));
  if (isHeldUp(kernel, cell) || from === HOST) return runEvent(kernel, turn, takeOut(kernel, place));
  const subject = queue.subjectAt(place);
  const cause = queue.causeAt(place);
  if (from < HOST) {
    queue.release(place);
    return fire(kernel, turn, cell, HANDLER - from, subject, cause);
  }
  const message = queue.messageAt(place);
  queue.release(place);
  if (from === TIMER) ring(kernel, turn, cell, subject, message, cause);
  else deliver(kernel, turn, cell, message, cause);
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
  switch (event.type) {
    case 'delivery':
      return deliver(kernel, turn, cell, event.message, event.cause);
    case 'timer':
      return ring(kernel, turn, cell, event.id, event.message, event.cause);
    case 'scheduled':
      return fire(kernel, turn, cell, event.handler, event.target, event.cause);
    default:
      return unreachable(event);
  }
}

function deliver(kernel: Kernel, turn: ActiveTurn, cell: Cell, message: Message, cause: number): void {
  const { process } = cell;
  if (process !== undefined) return runTurn(kernel, turn, cell, process, message, undefined, cause);
  kernel.dropped += 1;
  mixNumber(kernel.digest, kernel.now);
  mix(kernel.digest, ~cell.hash);
  mix(kernel.digest, kindHashAt(kernel, cell, message.kind));
}

function ring(kernel: Kernel, turn: ActiveTurn, cell: Cell, timer: TimerId, message: Message, cause: number): void {
  const { process } = cell;
  assert(process !== undefined, 'a timer outlived its process');
  runTurn(kernel, turn, cell, process, message, timer, cause);
}

function fire(kernel: Kernel, turn: ActiveTurn, cell: Cell, handler: number, target: number, cause: number): void {
  const { process } = cell;
  assert(process !== undefined, 'an event of the fast lane outlived its process');
  runScheduled(kernel, turn, cell, process, handler, target, cause);
}
