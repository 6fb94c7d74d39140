import type { ActiveTurn } from './active-turn.ts';
import type { Cell, Process } from './cell.ts';
import { hashText } from './digest.ts';
import { EngineError } from './engine-error.ts';
import { askCrashPoint, grant, isAlive } from './grant.ts';
import { STARTED } from './event-log.ts';
import { OUTSIDE_OF_QUEUE } from './event-queue.ts';
import type { Place } from './event-queue.ts';
import { handlerHash, handlerName } from './handler.ts';
import { applyToDisk, ownDisk } from './host-disk.ts';
import type { Host } from './host.ts';
import { hostAt, meetKind } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { stateLeavesTurn } from './plain.ts';
import type { Message } from './process.ts';
import { giveUpPlace, pushEvents } from './push-events.ts';
import { record } from './record.ts';
import { turnFailed } from './turn-failed.ts';
import { highWord, lowWord } from './time-words.ts';
import type { Wishes } from './wishes.ts';

const START = hashText('start');

/** Runs the first turn of a process, and does what it asked for. */
export function runStart(kernel: Kernel, turn: ActiveTurn, cell: Cell, process: Process, cause: number): void {
  turn.begin(cell, process);
  let state: unknown;
  try {
    state = process.behaviour.start(process.input, turn);
    checkState(kernel, cell, process, state);
  } catch (error) {
    throw turnFailed(kernel, turn, cell, 'its start', error);
  }
  process.input = undefined;
  process.state = state;
  note(kernel, cell, STARTED, START, 0, cause);
  settle(kernel, turn, cell, process, 'start', cause);
}

// This and `runScheduled` are kept short: an engine that compiles them puts what they call in place of the calls, but only so
// much of it. That is why starts and what is rare have functions of their own.

/** Runs the turn of a message, and does what it asked for. */
export function runTurn(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  message: Message,
  cause: number,
): void {
  turn.begin(cell, process);
  try {
    const state = process.behaviour.receive(process.state, message, turn);
    if (state !== process.state) {
      checkState(kernel, cell, process, state);
      process.state = state;
    }
  } catch (error) {
    throw turnFailed(kernel, turn, cell, `'${message.kind}'`, error, message);
  }
  if (cell.kind !== message.kind) meetKind(kernel, cell, message.kind);
  note(kernel, cell, cell.kindIndex, cell.kindHash, 0, cause);
  if (!turn.plain || kernel.crashing) return settle(kernel, turn, cell, process, message.kind, cause);
  cell.turns += 1;
  const sequence = kernel.sequence++;
  if (turn.count > 0) pushEvents(kernel, turn, cell, process, sequence);
  turn.close();
}

/** Runs the turn of an event of the fast lane, which came from a place in the queue or from outside of it. */
export function runScheduled(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  handler: number,
  target: number,
  cause: number,
  place: Place,
): void {
  const { behaviour } = process;
  turn.begin(cell, process);
  try {
    if (behaviour.fire === undefined) throw new EngineError(`a ${behaviour.kind} has no 'fire' for what it schedules`);
    const state = behaviour.fire(process.state, handler, target, turn);
    if (state !== process.state) {
      checkState(kernel, cell, process, state);
      process.state = state;
    }
  } catch (error) {
    throw turnFailed(kernel, turn, cell, `${handlerName(behaviour, handler)} of target ${target}`, error);
  }
  const name = behaviour.handlers?.[handler];
  if (name === undefined) note(kernel, cell, -1 - handler, handlerHash(handler), target + 1, cause);
  else {
    meetKind(kernel, cell, name);
    note(kernel, cell, cell.kindIndex, cell.kindHash, target + 1, cause);
  }
  if (!turn.plain || kernel.crashing || place === OUTSIDE_OF_QUEUE || !turn.isOnlyAgain(handler, target)) {
    return settleScheduled(kernel, turn, cell, process, handler, target, cause, place);
  }
  // Most often it asks for itself again, and no more.
  cell.turns += 1;
  kernel.queue.move(place, kernel.now + turn.delayAt(0), kernel.sequence++);
  turn.close();
}

function settleScheduled(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  handler: number,
  target: number,
  cause: number,
  place: Place,
): void {
  const sequence = beginSettling(kernel, turn, cell, cause);
  if (place === OUTSIDE_OF_QUEUE) process.lane?.clear(handler, target);
  if (turn.count > 0) pushEvents(kernel, turn, cell, process, sequence);
  if (place !== OUTSIDE_OF_QUEUE) giveUpPlace(kernel, process, handler, target, place);
  finish(kernel, turn, cell, process, handlerName(process.behaviour, handler), sequence);
}

// Does what a turn asked for.
function settle(kernel: Kernel, turn: ActiveTurn, cell: Cell, process: Process, kind: string, cause: number): void {
  const sequence = beginSettling(kernel, turn, cell, cause);
  if (turn.count > 0) pushEvents(kernel, turn, cell, process, sequence);
  finish(kernel, turn, cell, process, kind, sequence);
}

// The number of the turn.
function beginSettling(kernel: Kernel, turn: ActiveTurn, cell: Cell, cause: number): number {
  cell.turns += 1;
  const sequence = kernel.sequence++;
  if (!turn.plain) commitFacts(kernel, turn, cell, hostAt(kernel, cell.host), sequence, cause);
  return sequence;
}

function checkState(kernel: Kernel, cell: Cell, process: Process, state: unknown): void {
  const { freeze } = kernel.options;
  if (process.trusted && !freeze) return;
  if (typeof state === 'object' && state !== null) stateLeavesTurn(state, process.state, cell.address, freeze);
}

// What is not of the fast lane has 0 as its target: targets there count from 1.
function note(kernel: Kernel, cell: Cell, what: number, hash: number, target: number, cause: number): void {
  const { log, now } = kernel;
  log.add(lowWord(now), highWord(now), cell.index, what, target, cause, cell.hash, hash);
}

// What a turn wished beyond events and facts, and the crash that may follow it.
function finish(kernel: Kernel, turn: ActiveTurn, cell: Cell, process: Process, kind: string, sequence: number): void {
  const host = hostAt(kernel, cell.host);
  const incarnation = host.boots - 1;
  for (const wish of turn.others) grant(kernel, cell, process, incarnation, wish, sequence);
  if (host.spec?.crashPoints !== undefined && isAlive(host, incarnation)) {
    askCrashPoint(kernel, cell, host, host.spec.crashPoints, kind, sequence);
  }
  turn.close();
}

// Facts, marks and what is written to disk.
function commitFacts(
  kernel: Kernel,
  { facts, marks, writes }: Wishes,
  cell: Cell,
  host: Host,
  sequence: number,
  cause: number,
): void {
  const { now: time } = kernel;
  const incarnation = host.boots - 1;
  for (const body of facts) {
    record(kernel, { time, process: cell.address, host: host.name, incarnation, sequence, cause, body });
  }
  for (const mark of marks) kernel.marks.set(mark, (kernel.marks.get(mark) ?? 0) + 1);
  if (writes.length === 0) return;
  host.disk = ownDisk(host.disk);
  for (const operation of writes) applyToDisk(host.disk, operation);
}
