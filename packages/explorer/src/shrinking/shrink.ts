import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Breach, Execution, Experiment } from '../experiment.ts';
import { FIRST } from './candidate.ts';
import type { Progress } from './candidate.ts';
import { passes } from './passes.ts';

/** The simplest run found that still breaks the rule, and what finding it took. */
export interface Shrunk<E> {
  readonly execution: E;
  /** How many runs it took. */
  readonly runs: number;
}

/**
 * The simplest run found that still breaks the rule `breachId`: where `simulation` ends, without inputs. Deterministic; at
 * most `maxRuns` runs (default 400). A run that does not repeat is given back as it is.
 */
export function shrink<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  failing: E,
  breachId: string,
  maxRuns?: number,
): Shrunk<E> {
  const steps = shrinkInSteps(experiment, failing, breachId, maxRuns);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, pausing after each run. */
export function* shrinkInSteps<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  failing: E,
  breachId: string,
  maxRuns = 400,
): Generator<undefined, Shrunk<E>, undefined> {
  let runs = 0;
  const stillFailing = (deviations: readonly Deviation[]): E | undefined => {
    if (runs >= maxRuns) return undefined;
    runs += 1;
    const execution = experiment(scripted(deviations), { recordAsked: true });
    return execution.breaches.some(({ id }) => id === breachId) ? execution : undefined;
  };
  const again = stillFailing(failing.deviations);
  if (again === undefined || again.digest !== failing.digest) return { execution: failing, runs };
  let reached: Reached<E> = { execution: again, progress: FIRST };
  for (;;) {
    yield undefined;
    const simpler = yield* firstSimpler(reached, stillFailing);
    if (simpler === undefined) return { execution: reached.execution, runs };
    reached = simpler;
  }
}

/** How far shrinking has come. */
interface Reached<E> {
  readonly execution: E;
  readonly progress: Progress;
}

function* firstSimpler<E extends Execution>(
  { execution: failing, progress }: Reached<E>,
  stillFailing: (deviations: readonly Deviation[]) => E | undefined,
): Generator<undefined, Reached<E> | undefined, undefined> {
  for (const step of passes(failing, progress)) {
    const execution = step === 'inputs' ? undefined : stillFailing(step.deviations);
    if (step !== 'inputs' && execution !== undefined) return { execution, progress: step.progress };
    yield undefined;
  }
  return undefined;
}
