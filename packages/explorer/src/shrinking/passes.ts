import type { Execution } from '../experiment.ts';
import { MOST_ROUNDS } from './candidate.ts';
import type { Candidate, Progress } from './candidate.ts';
import { removals } from './removals.ts';
import { simplifications } from './simplifications.ts';

/**
 * The runs that are simpler than a failing one, in the order in which they are tried: takes away what is not needed, then
 * shrinks the inputs (where there are any), then makes simpler what is left, and begins anew after that. The first that
 * still fails takes the place of the failing one, with its own `progress`. The failing run has its decisions recorded.
 */
export function* passes(failing: Execution, progress: Progress): Generator<Candidate | 'inputs'> {
  const { round } = progress;
  if (progress.pass === 'inputs') {
    yield 'inputs';
    yield* removals(failing.deviations, 1, round);
    yield* simplifications(failing, round);
    return;
  }
  if (progress.pass === 'remove') {
    yield* removals(failing.deviations, progress.size, round);
    yield 'inputs';
    yield* simplifications(failing, round);
    return;
  }
  yield* simplifications(failing, round, progress);
  if (round + 1 >= MOST_ROUNDS) return;
  yield* removals(failing.deviations, 1, round + 1);
  yield 'inputs';
  yield* simplifications(failing, round + 1);
}
