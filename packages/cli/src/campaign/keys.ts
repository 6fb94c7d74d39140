import type { Pool } from '@simlet/explorer';
import type { Io } from '../io.ts';

/** What the keys of a terminal have asked for so far. */
export interface Keys {
  readonly isPaused: () => boolean;
  /** Whether it is to be finished now. */
  readonly isFinished: () => boolean;
  /** The pool, which hands out nothing while it is paused. */
  readonly pausing: (pool: Pool) => Pool;
  readonly end: () => void;
}

const POLL_MS = 100;

/** Listens to `i` (status), `p` (pause, go on) and `q` (finish), where there is a terminal. */
export function keysOf(io: Io, status: () => void): Keys {
  let paused = false;
  let finished = false;
  const stop = io.listenToKeys?.((key) => {
    if (key === 'i') status();
    else if (key === 'p') paused = !paused;
    else if (key === 'q') finished = true;
  });
  const resumed = async (): Promise<void> => {
    while (paused && !finished && (await io.isInterrupted?.()) !== true)
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS);
      });
  };
  return {
    isPaused: () => paused,
    isFinished: () => finished,
    pausing: (pool) => ({
      size: pool.size,
      run: async (task) => {
        if (task.kind === 'slice') await resumed();
        return pool.run(task);
      },
      close: () => pool.close(),
    }),
    end: () => stop?.(),
  };
}
