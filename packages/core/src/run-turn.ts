import type { ActiveTurn } from './active-turn.ts';
import type { Cell, Process } from './cell.ts';
import { hashText, mix, mixTurn } from './digest.ts';
import { EngineError } from './engine-error.ts';
import { askCrashPoint, grant, isAlive } from './grant.ts';
import { handlerHash, handlerName } from './handler.ts';
import { applyToDisk, ownDisk } from './host-disk.ts';
import type { Host } from './host.ts';
import { hostAt, kindHashAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { stateLeavesTurn } from './plain.ts';
import type { Message, TimerId } from './process.ts';
import { pushEvents } from './push-events.ts';
import { record } from './record.ts';
import type { Wishes } from './wishes.ts';

const START = hashText('start');

/** Runs one step of a process, its first where `message` is undefined, and does what it asked for. */
export function runTurn(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  message: Message | undefined,
  timer: TimerId | undefined,
  cause: number,
): void {
  const { behaviour } = process;
  turn.begin(cell, process);
  let state: unknown;
  try {
    state =
      message === undefined
        ? behaviour.start(process.spec.input, turn)
        : behaviour.receive(process.state, message, turn);
    checkState(kernel, cell, process, state);
  } catch (error) {
    throw turnFailed(kernel, turn, cell, message, message === undefined ? 'its start' : `'${message.kind}'`, error);
  }
  mixTurn(kernel.digest, kernel.now, cell.hash, message === undefined ? START : kindHashAt(kernel, cell, message.kind));
  if (timer !== undefined) process.timers?.take(timer);
  commit(kernel, turn.wishes, cell, process, state, message === undefined ? 'start' : message.kind, cause);
  turn.close();
}

/** Runs the turn of an event of the fast lane. */
export function runScheduled(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  process: Process,
  handler: number,
  target: number,
  cause: number,
): void {
  const { behaviour } = process;
  turn.begin(cell, process);
  let state: unknown;
  try {
    if (behaviour.fire === undefined) throw new EngineError(`a ${behaviour.kind} has no 'fire' for what it schedules`);
    state = behaviour.fire(process.state, handler, target, turn);
    checkState(kernel, cell, process, state);
  } catch (error) {
    throw turnFailed(kernel, turn, cell, undefined, `${handlerName(handler)} of target ${target}`, error);
  }
  mixTurn(kernel.digest, kernel.now, cell.hash, handlerHash(handler));
  mix(kernel.digest, target);
  process.lane?.take(handler, target);
  commit(kernel, turn.wishes, cell, process, state, handlerName(handler), cause);
  turn.close();
}

function checkState(kernel: Kernel, cell: Cell, process: Process, state: unknown): void {
  if (state !== process.state && typeof state === 'object' && state !== null) {
    stateLeavesTurn(state, process.state, cell.address, kernel.options.freeze);
  }
}

function commit(
  kernel: Kernel,
  wishes: Wishes,
  cell: Cell,
  process: Process,
  state: unknown,
  kind: string,
  cause: number,
): void {
  process.state = state;
  cell.turns += 1;
  const sequence = kernel.sequence++;
  const host = hostAt(kernel, cell.host);
  const incarnation = host.boots - 1;
  if (!wishes.plain) commitFacts(kernel, wishes, cell, host, sequence, cause);
  if (wishes.count > 0) pushEvents(kernel, wishes, cell, process, sequence);
  if (!wishes.plain) {
    for (const wish of wishes.others) grant(kernel, cell, process, incarnation, wish, sequence);
  }
  if (host.spec?.crashPoints !== undefined && isAlive(host, incarnation)) {
    askCrashPoint(kernel, cell, host, host.spec.crashPoints, kind, sequence);
  }
}

// Facts, marks and what is written to disk.
function commitFacts(
  kernel: Kernel,
  { facts, marks, disk }: Wishes,
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
  if (disk.length === 0) return;
  host.disk = ownDisk(host.disk);
  for (const operation of disk) applyToDisk(host.disk, operation);
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
  const said = error instanceof Error ? error.message : String(error);
  const facts = kernel.facts.last(10);
  const context = { time: kernel.now, process: cell.address, ...(message === undefined ? {} : { message }), facts };
  return new EngineError(`at ${kernel.now} us, ${cell.address} failed on ${on}: ${said}`, context, error);
}
