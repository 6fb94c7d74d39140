import fc from 'fast-check';

/** Milliseconds around whole seconds, where the arithmetic of grace periods rounds. */
const edges: readonly number[] = [0, 1, 500, 999, 1_000, 1_001, 1_500, 1_999, 2_000, 2_001, 2_500, 3_000, 5_000];

/** A span of time in milliseconds, 0 to `max`: often at the edge of a second, else any. Shrinks towards 0. */
export function arbitrarySpan(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...edges.filter((edge) => edge <= max)), weight: 2 },
    { arbitrary: fc.nat(Math.min(max, 1_000)), weight: 1 },
    { arbitrary: fc.nat(max), weight: 2 },
  );
}

/** Grace periods in seconds: the default, others that are long enough for a hook, and the edges. Shrinks towards the default. */
export function arbitraryGrace(): fc.Arbitrary<number> {
  return fc.constantFrom(30, 10, 20, 5, 3, 2, 1, 0);
}
