import fc from 'fast-check';

/** What every arbitrary obeys: its values are valid, its seed decides them, and they shrink to smaller ones. */
export interface Laws<Value> {
  readonly arbitrary: fc.Arbitrary<Value>;
  /** What is wrong with a value; empty if it is valid. */
  problems(value: Value): readonly string[];
  /** How large a value is; shrinking never makes it larger in the end. */
  size(value: Value): number;
}

/** Throws with what is wrong with the first of `numRuns` values that is not valid. */
export function holdsOnlyValidValues<Value>({ arbitrary, problems }: Laws<Value>, numRuns: number): void {
  fc.assert(
    fc.property(arbitrary, (value) => {
      const found = problems(value);
      if (found.length > 0) throw new Error(found.join('; '));
    }),
    { numRuns, seed: 1 },
  );
}

/** `count` values as text, to compare: the same seed gives the same values, another seed others. */
export function samples<Value>({ arbitrary }: Laws<Value>, seed: number, count: number): readonly string[] {
  return fc.sample(arbitrary, { seed, numRuns: count }).map((value) => JSON.stringify(value));
}

/** The first value for which `fails` is true, and what the shrinker makes of it. Throws if there is none in 500. */
export function shrunk<Value>(
  { arbitrary }: Laws<Value>,
  fails: (value: Value) => boolean,
): { readonly first: Value; readonly last: Value } {
  const seen: Value[] = [];
  const result = fc.check(
    fc.property(arbitrary, (value) => {
      if (!fails(value)) return true;
      seen.push(value);
      return false;
    }),
    { numRuns: 500, seed: 7 },
  );
  const last = result.counterexample?.[0];
  const first = seen[0];
  if (last === undefined || first === undefined) throw new Error('No value fails.');
  return { first, last };
}
