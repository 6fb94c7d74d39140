import { EngineError } from '@simlet/core';
import type { FactBody, Micros, RunEnd, World } from '@simlet/core';
import { canDrain } from './drain.ts';
import { present } from './present.ts';
import { withStandIns } from './stand-ins.ts';
import { withGuards } from './with-guards.ts';
import type { GuardOptions } from './with-guards.ts';

// As it is when this module is loaded: tests replace timers.
const { setImmediate: soon } = globalThis;

/** Runs a world with guests, guarded: `world.run(until)` where a `run` by itself cannot be, in `async` code. */
export function run<F extends FactBody>(world: World<F>, until?: Micros, options?: GuardOptions): Promise<RunEnd> {
  return simulate(() => withGuards(() => world.run(until), options));
}

/**
 * Runs a synchronous task outside of all microtasks, where worlds with guests can be run, forked and looked at as any
 * other world. Whole property tests go in here: `await simulate(() => fc.assert(…))`.
 * @returns what the task returned; rejects with what it threw.
 */
export function simulate<Result>(task: () => Result): Promise<Result> {
  return new Promise((resolve, reject) => {
    soon(() => {
      try {
        resolve(simulateHere(task));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function simulateHere<Result>(task: () => Result): Result {
  if (!canDrain()) throw new EngineError(`Node ${process.version} does not drain its microtasks when it is asked to`);
  const zone = process.env['TZ'];
  const listeners = process.rawListeners('unhandledRejection') as NodeJS.UnhandledRejectionListener[];
  const strays: unknown[] = [];
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => {
    if (present.guest === undefined) strays.push(reason);
    else present.guest.fail(reason);
  });
  // Dates in local time would show where the machine stands.
  process.env['TZ'] = 'UTC';
  present.simulating = true;
  try {
    const result = withStandIns(task);
    if (result instanceof Promise) throw new EngineError('what is simulated is synchronous: it returned a promise');
    return result;
  } finally {
    present.simulating = false;
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
    // Not ours: whoever listens to these hears of them as ever.
    for (const reason of strays) void Promise.reject(reason as Error);
  }
}
