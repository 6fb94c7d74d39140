import type { ActiveTurn } from './active-turn.ts';
import type { Cell, Process } from './cell.ts';
import { hashText, mix, mixNumber } from './digest.ts';
import { EngineError } from './engine-error.ts';
import { askCrashPoint, grant, isAlive } from './grant.ts';
import { applyToDisk, ownDisk } from './host-disk.ts';
import { hostAt, kindHash } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { PendingTimers } from './pending-timers.ts';
import { leaveTurn } from './plain.ts';
import type { Message } from './process.ts';
import { record } from './record.ts';
import { transmit } from './transmit.ts';
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
  const { behaviour, input } = process.spec;
  turn.begin(cell, process);
  let state: unknown;
  try {
    state = message === undefined ? behaviour.start(input, turn) : behaviour.receive(process.state, message, turn);
    if (state !== process.state && typeof state === 'object' && state !== null) {
      leaveTurn(state, `the state of ${cell.address}`, kernel.options.freeze);
    }
  } catch (error) {
    turn.rollback();
    kernel.decisions.rollback();
    throw turnFailed(kernel, cell, message, error);
  }
  commit(kernel, turn.wishes, cell, process, state, message, cause);
  turn.close();
}

function commit(
  kernel: Kernel,
  wishes: Wishes,
  cell: Cell,
  process: Process,
  state: unknown,
  message: Message | undefined,
  cause: number,
): void {
  const sequence = kernel.sequence++;
  process.state = state;
  cell.turns += 1;
  mixNumber(kernel.digest, kernel.now);
  mix(kernel.digest, cell.hash);
  mix(kernel.digest, message === undefined ? START : kindHash(kernel, message.kind));
  const host = hostAt(kernel, cell.host);
  const incarnation = host.boots - 1;
  for (const body of wishes.facts) {
    const { now: time } = kernel;
    record(kernel, { time, process: cell.address, host: host.name, incarnation, sequence, cause, body });
  }
  for (const mark of wishes.marks) kernel.marks.set(mark, (kernel.marks.get(mark) ?? 0) + 1);
  if (wishes.disk.length > 0) {
    host.disk = ownDisk(host.disk);
    for (const operation of wishes.disk) applyToDisk(host.disk, operation);
  }
  pushEvents(kernel, wishes, process);
  for (const wish of wishes.others) grant(kernel, cell, process, incarnation, wish, sequence);
  if (host.spec?.crashPoints !== undefined && isAlive(host, incarnation)) {
    askCrashPoint(kernel, cell, host, host.spec.crashPoints, message, sequence);
  }
}

function pushEvents(kernel: Kernel, wishes: Wishes, process: Process): void {
  const { events, delays, count } = wishes;
  for (let index = 0; index < count; index += 1) {
    const event = events[index];
    const delay = delays[index] ?? 0;
    if (event === undefined) continue;
    if (event.type === 'timer') {
      process.timers ??= new PendingTimers();
      process.timers.add(event.id, kernel.queue.push(kernel.now + delay, event));
    } else if (event.type === 'delivery') {
      transmit(kernel, event, delay);
    }
  }
}

function turnFailed(kernel: Kernel, cell: Cell, message: Message | undefined, error: unknown): EngineError {
  const said = error instanceof Error ? error.message : String(error);
  const on = message === undefined ? 'its start' : `'${message.kind}'`;
  const facts = kernel.facts.last(10);
  const context = { time: kernel.now, process: cell.address, ...(message === undefined ? {} : { message }), facts };
  return new EngineError(`at ${kernel.now} us, ${cell.address} failed on ${on}: ${said}`, context, error);
}
