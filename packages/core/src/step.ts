import type { ActiveTurn } from './active-turn.ts';
import { mix, mixNumber } from './digest.ts';
import { assert, EngineError, unreachable } from './engine-error.ts';
import { cellAt, hostAt, kindHash } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, scheduleCrash } from './lifecycle.ts';
import { holdUp } from './pause.ts';
import type { Delivery, QueuedEvent, Timer } from './queued-event.ts';
import { runTurn } from './run-turn.ts';
import { chooseReady } from './tie.ts';
import type { Micros } from './time.ts';

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
    if (alive) runTurn(kernel, turn, cell, process, undefined, start.cause);
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
  const event = kernel.options.ties ? chooseReady(kernel, until) : kernel.queue.pop(until);
  if (event === undefined) return false;
  kernel.now = kernel.queue.now;
  runEvent(kernel, turn, event);
  kernel.events += 1;
  return true;
}

function runEvent(kernel: Kernel, turn: ActiveTurn, event: QueuedEvent): void {
  switch (event.type) {
    case 'delivery':
      return deliver(kernel, turn, event);
    case 'timer':
      return fire(kernel, turn, event);
    case 'crash': {
      const host = hostAt(kernel, event.host);
      if (host.boots === event.boots && host.up) scheduleCrash(kernel, host, 0, event.restartAfter, event.cause);
      return;
    }
    case 'boot': {
      const host = hostAt(kernel, event.host);
      if (host.boots === event.boots) boot(kernel, host, event.cause);
      return;
    }
    default:
      return unreachable(event);
  }
}

function deliver(kernel: Kernel, turn: ActiveTurn, event: Delivery): void {
  const { to, message, cause } = event;
  const cell = cellAt(kernel, to);
  if (holdUp(kernel, cell, event)) return;
  const { process } = cell;
  if (process !== undefined) return runTurn(kernel, turn, cell, process, message, cause);
  kernel.dropped += 1;
  mixNumber(kernel.digest, kernel.now);
  mix(kernel.digest, ~cell.hash);
  mix(kernel.digest, kindHash(kernel, message.kind));
}

function fire(kernel: Kernel, turn: ActiveTurn, event: Timer): void {
  const { to, instance, id, message, cause } = event;
  const cell = cellAt(kernel, to);
  if (holdUp(kernel, cell, event)) return;
  const { process } = cell;
  assert(process !== undefined && process.instance === instance, 'a timer outlived its process');
  runTurn(kernel, turn, cell, process, message, cause);
  process.timers?.take(id);
}
