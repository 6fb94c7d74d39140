import { stopAttribution } from './attribution.ts';
import { present } from './present.ts';
import { withStandIns } from './stand-ins.ts';

export interface GuardOptions {
  /** Whether code of the world is held to its world; default: in tests (of vitest, Jest and Node) only. */
  readonly strict?: boolean;
}

/**
 * Runs a synchronous task, `() => world.run()` say, in which no process may reach for the clock, the randomness, the
 * timers, the input or output of the machine.
 * @throws GuardError with what was reached for and where, also where the code has caught the error; from within a turn it
 * comes as the cause of the EngineError that names the process.
 */
export function withGuards<Result>(task: () => Result, options: GuardOptions = {}): Result {
  if (!(options.strict ?? isTest())) return task();
  const before = { guarded: present.guarded, refused: present.refused };
  return withStandIns(() => {
    present.guarded = true;
    present.refused = undefined;
    try {
      const result = task();
      if (present.refused !== undefined) throw present.refused as Error;
      return result;
    } finally {
      Object.assign(present, before);
      if (!present.guarded) stopAttribution();
    }
  });
}

function isTest(): boolean {
  const { VITEST, JEST_WORKER_ID, NODE_TEST_CONTEXT, NODE_ENV } = process.env;
  return [VITEST, JEST_WORKER_ID, NODE_TEST_CONTEXT].some((name) => name !== undefined) || NODE_ENV === 'test';
}
