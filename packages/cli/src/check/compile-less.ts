import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * Makes the engine's optimising compiler do less for what is soon over: a check of one workload lasts about a second, and as it comes
 * it spends half as much CPU time again on compiling beside it. Functions are compiled with less of what they call (nothing
 * that is run gets slower by it); and where `workers` leave no core to compile on, later (Node 20 alone has this flag; what is run
 * takes a seventh longer, and all of it a quarter less). Nothing but time depends on it. See docs/performance.md.
 */
export function compileLess(workers: number): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  const hasLaterCompilation = process.versions.v8.startsWith('11.');
  if (hasLaterCompilation && workers >= availableParallelism()) setFlagsFromString('--interrupt-budget=400000');
}
