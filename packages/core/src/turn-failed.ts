import type { ActiveTurn } from './active-turn.ts';
import type { Cell } from './cell.ts';
import { EngineError } from './engine-error.ts';
import type { Kernel } from './kernel.ts';
import type { Message } from './process.ts';
import { tracedEvents } from './trace.ts';

/** What went wrong in a turn, which is undone. */
export function turnFailed(
  kernel: Kernel,
  turn: ActiveTurn,
  cell: Cell,
  on: string,
  error: unknown,
  message?: Message,
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
