import type { FaultBudget } from '@simlet/cluster';
import fc from 'fast-check';

/** Any faults that a scenario may allow. Shrinks to fewer. */
export function arbitraryFaults(): fc.Arbitrary<FaultBudget> {
  return fc.record({
    kubeletCrash: fc.boolean(),
    runtime: fc.boolean(),
    runtimeCrash: fc.boolean(),
    lostAnswers: fc.boolean(),
    statusWrites: fc.boolean(),
    lag: fc.boolean(),
  });
}
