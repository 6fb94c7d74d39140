import type { FaultBudget } from '@simlet/cluster';
import fc from 'fast-check';

/** Any faults that a scenario may allow. Shrinks to fewer. */
export function arbitraryFaults(): fc.Arbitrary<FaultBudget> {
  const troubles: fc.Arbitrary<FaultBudget> = fc.record({
    kubeletCrash: fc.boolean(),
    runtime: fc.boolean(),
    runtimeCrash: fc.boolean(),
    lostAnswers: fc.boolean(),
    statusWrites: fc.boolean(),
    lag: fc.boolean(),
    ties: fc.boolean(),
  });
  // Where nothing can fail more is promised.
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant({}), weight: 1 },
    { arbitrary: troubles, weight: 3 },
  );
}
