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
  maxRuns = 400,
): Shrunk<E> {
  let runs = 0;
  const stillFailing = (deviations: readonly Deviation[]): E | undefined => {
    if (runs >= maxRuns) return undefined;
    runs += 1;
    const execution = experiment(scripted(deviations), { recordAsked: true });
    return execution.breaches.some(({ id }) => id === breachId) ? execution : undefined;
  };
  const again = stillFailing(failing.deviations);
  if (again === undefined || again.digest !== failing.digest) return { execution: failing, runs };
  let simplest = again;
  for (let progress: Progress | undefined = FIRST; progress !== undefined;) {
    const simpler = firstSimpler(simplest, progress, stillFailing);
    simplest = simpler?.execution ?? simplest;
    progress = simpler?.progress;
  }
  return { execution: simplest, runs };
}

function firstSimpler<E extends Execution>(
  failing: E,
  progress: Progress,
  stillFailing: (deviations: readonly Deviation[]) => E | undefined,
): { readonly execution: E; readonly progress: Progress } | undefined {
  for (const step of passes(failing, progress)) {
    const execution = step === 'inputs' ? undefined : stillFailing(step.deviations);
    if (step !== 'inputs' && execution !== undefined) return { execution, progress: step.progress };
  }
  return undefined;
}
