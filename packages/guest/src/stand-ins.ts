import { blobs } from './blobs.ts';
import { clocks } from './clocks.ts';
import { contexts } from './contexts.ts';
import { randomness } from './randomness.ts';
import { realWorld } from './real-world.ts';
import { replaceAll } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { timerReplacements } from './timers.ts';

let replacements: readonly Replacement[] | undefined;
let depth = 0;
let putBack: (() => void) | undefined;

/** Has what reads clocks, sets timers, draws random numbers or leaves the process ask whose code it serves, for a task. */
export function withStandIns<Result>(task: () => Result): Result {
  replacements ??= [...clocks(), ...timerReplacements(), ...randomness(), ...realWorld(), ...contexts(), ...blobs()];
  if (depth === 0) putBack = replaceAll(replacements);
  depth += 1;
  try {
    return task();
  } finally {
    depth -= 1;
    if (depth === 0) putBack?.();
  }
}
