import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Breach, Execution, Experiment } from './experiment.ts';
import { removeDeviations } from './remove-deviations.ts';
import { simplifyOutcomes } from './simplify-outcomes.ts';

/** The simplest run found that still breaks the rule, and what finding it took. */
export interface Shrunk<E> {
  readonly execution: E;
  /** How many runs it took. */
  readonly runs: number;
}

/** One try: the run of a candidate where it is still the same failure, else undefined. */
export type Try<E> = (candidate: readonly Deviation[]) => E | undefined;

const MOST_ROUNDS = 4;

/**
 * The simplest run found that still breaks the rule `breachId`: first with deviations removed, then with the outcomes of
 * the rest moved towards simplest. Deterministic; at most `maxRuns` runs (default 400).
 */
export function shrink<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  failing: E,
  breachId: string,
  maxRuns = 400,
): Shrunk<E> {
  let runs = 0;
  const attempt: Try<E> = (candidate) => {
    if (runs >= maxRuns) return undefined;
    runs += 1;
    const execution = experiment(scripted(candidate), { recordAsked: true });
    return execution.breaches.some((breach) => breach.id === breachId) ? execution : undefined;
  };
  // Once more with the decisions recorded: simplifying needs their domains.
  const start = attempt(failing.deviations);
  if (start === undefined) return { execution: failing, runs };
  let current = removeDeviations(start, attempt);
  // A simpler outcome may let go of another deviation, and that of another outcome; what is left after some rounds is simple enough.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const simpler = removeDeviations(simplifyOutcomes(current, attempt), attempt);
    if (simpler.digest === current.digest) return { execution: simpler, runs };
    current = simpler;
  }
  return { execution: current, runs };
}
