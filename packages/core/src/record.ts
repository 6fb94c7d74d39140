import { tooDeep } from './plain.ts';
import { mixFact } from './digest.ts';
import type { WorldFact } from './fact-log.ts';
import type { Kernel } from './kernel.ts';

/** Makes a fact part of the run: digest, log, and whoever judges while it goes on. */
export function record(kernel: Kernel, fact: WorldFact): void {
  try {
    mixFact(kernel.log.settled(), fact.body);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(`a fact '${fact.body.kind}'`) : error;
  }
  kernel.facts.add(fact);
  kernel.options.onFact?.(fact);
}
