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
import { tracedEvents } from './trace.ts';
import { highWord, lowWord } from './wheel.ts';
import type { Wishes } from './wishes.ts';

const START = hashText('start');

/** Runs one step of a process, its first where `message` is undefined, and does what it asked for. */
export function runTurn(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  message: Message | undefined,
  cause: number,
): void {
  const { behaviour } = process;
  turn.begin(cell, process);
  let state: unknown;
  try {
    state =
      message === undefined ? behaviour.start(process.input, turn) : behaviour.receive(process.state, message, turn);
    checkState(kernel, cell, process, state);
  } catch (error) {
    throw turnFailed(kernel, turn, cell, message, message === undefined ? 'its start' : `'${message.kind}'`, error);
  }
  if (message === undefined) process.input = undefined;
  const kind = message === undefined ? 'start' : message.kind;
  if (message === undefined) note(kernel, cell, STARTED, START, 0, cause);
  else {
    meetKind(kernel, cell, kind);
    note(kernel, cell, cell.kindIndex, cell.kindHash, 0, cause);
  }
  const sequence = settleState(kernel, cell, process, state);
  const host = hostAt(kernel, cell.host);
  if (!turn.plain) commitFacts(kernel, turn, cell, host, sequence, cause);
  if (turn.count > 0) pushEvents(kernel, turn, cell, process, sequence);
  finish(kernel, turn, cell, process, host, kind, sequence);
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
  let state: unknown;
  try {
    if (behaviour.fire === undefined) throw new EngineError(`a ${behaviour.kind} has no 'fire' for what it schedules`);
    state = behaviour.fire(process.state, handler, target, turn);
    checkState(kernel, cell, process, state);
  } catch (error) {
    const what = `${handlerName(behaviour, handler)} of target ${target}`;
    throw turnFailed(kernel, turn, cell, undefined, what, error);
  }
  const name = behaviour.handlers?.[handler];
  if (name === undefined) note(kernel, cell, -1 - handler, handlerHash(handler), target + 1, cause);
  else {
    meetKind(kernel, cell, name);
    note(kernel, cell, cell.kindIndex, cell.kindHash, target + 1, cause);
  }
  const sequence = settleState(kernel, cell, process, state);
  const host = hostAt(kernel, cell.host);
  if (!turn.plain) commitFacts(kernel, turn, cell, host, sequence, cause);
  if (place === OUTSIDE_OF_QUEUE) process.lane?.clear(handler, target);
  if (turn.count > 0) pushEvents(kernel, turn, cell, process, sequence);
  if (place !== OUTSIDE_OF_QUEUE) giveUpPlace(kernel, process, handler, target, place);
  finish(kernel, turn, cell, process, host, handlerName(behaviour, handler), sequence);
  turn.close();
}

function checkState(kernel: Kernel, cell: Cell, process: Process, state: unknown): void {
  const { freeze } = kernel.options;
  if (process.trusted && !freeze) return;
  if (state !== process.state && typeof state === 'object' && state !== null) {
    stateLeavesTurn(state, process.state, cell.address, freeze);
  }
}

// What is not of the fast lane has 0 as its target: targets there count from 1.
function note(kernel: Kernel, cell: Cell, what: number, hash: number, target: number, cause: number): void {
  const { log, now } = kernel;
  log.add(lowWord(now), highWord(now), cell.index, what, target, cause, cell.hash, hash);
}

// The number of the turn.
function settleState(kernel: Kernel, cell: Cell, process: Process, state: unknown): number {
  if (state !== process.state) process.state = state;
  cell.turns += 1;
  return kernel.sequence++;
}

// What a turn wished beyond events and facts, and the crash that may follow it.
function finish(
  kernel: Kernel,
  wishes: Wishes,
  cell: Cell,
  process: Process,
  host: Host,
  kind: string,
  sequence: number,
): void {
  if (wishes.plain && host.spec?.crashPoints === undefined) return;
  const incarnation = host.boots - 1;
  for (const wish of wishes.others) grant(kernel, cell, process, incarnation, wish, sequence);
  if (host.spec?.crashPoints !== undefined && isAlive(host, incarnation)) {
    askCrashPoint(kernel, cell, host, host.spec.crashPoints, kind, sequence);
  }
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

function turnFailed(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  message: Message | undefined,
  on: string,
  error: unknown,
): EngineError {
  turn.rollback();
  kernel.decisions.rollback();
  return engineError(kernel, cell.address, `failed on ${on}`, error, message);
}

/** What went wrong after a turn had returned, in what it asked for or in who hears of its facts, or outside of turns. */
export function commitFailed(kernel: Kernel, turn: ActiveTurn, error: unknown): EngineError {
  return engineError(kernel, turn.taker ?? 'the world', 'could not be given what it asked for', error, undefined);
}

function engineError(
  kernel: Kernel,
  process: string,
  happened: string,
  error: unknown,
  message: Message | undefined,
): EngineError {
  const said = error instanceof Error ? error.message : String(error);
  const facts = kernel.facts.last(10);
  const trace = tracedEvents(kernel.log, kernel).slice(-10);
  const context = { time: kernel.now, process, ...(message === undefined ? {} : { message }), facts, trace };
  return new EngineError(`at ${kernel.now} us, ${process} ${happened}: ${said}`, context, error);
}
