import fc from 'fast-check';
import type { Breach, Execution, Experiment } from '../experiment.ts';
import { toldSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { DivergenceError } from './simulation-failure.ts';
import { SimulationProperty } from './simulation-property.ts';

/** The simplest run found that still breaks the rule, and what finding it took. */
export interface Shrunk<E> {
  readonly execution: E;
  /** How many runs it took. */
  readonly runs: number;
}

/**
 * The simplest run found that still breaks the rule `breachId`: what `simulation` shrinks to, without inputs. Deterministic;
 * at most `maxRuns` candidates (default 400). A run that does not repeat is given back as it is.
 */
export function shrink<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  failing: E,
  breachId: string,
  maxRuns = 400,
): Shrunk<E> {
  const property = new SimulationProperty<B>(fc.constant([]), () => experiment, maxRuns);
  const first = toldSchedule(failing.deviations, breachId);
  const last = counterexampleOf(property, first);
  const execution = last === undefined ? undefined : property.executionOf(last);
  // An experiment gives executions of its own kind, each time.
  return { execution: (execution as E | undefined) ?? failing, runs: property.runs };
}

function counterexampleOf<B extends Breach>(property: SimulationProperty<B>, first: Schedule): Schedule | undefined {
  try {
    const { counterexample } = fc.check(property, { examples: [[first]], numRuns: 1, seed: 0 });
    return counterexample?.at(-1) as Schedule | undefined;
  } catch (error) {
    if (error instanceof DivergenceError) return undefined;
    throw error;
  }
}
