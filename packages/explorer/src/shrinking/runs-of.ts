import { calm, scripted } from '@simlet/core';
import type { Chooser } from '@simlet/core';
import type { Breach, Execution, Experiment } from '../experiment.ts';
import { samplerOf } from '../strategies/samplers.ts';
import type { Schedule } from './schedule.ts';
import { DivergenceError } from './simulation-failure.ts';

/** The chooser of a schedule; the calm run is only made where the sampler asks for it. */
export function chooserOf({ drawn, deviations }: Schedule, experiment: Experiment): Chooser {
  if (drawn === undefined) return scripted(deviations);
  let known: Execution | undefined;
  return samplerOf(drawn.sampler).chooser(
    drawn.seed,
    () => (known ??= experiment(calm(), { recordAsked: true, isSurvey: true })),
  );
}

/** The same run from its deviations alone, with its decisions recorded. @throws DivergenceError where it is not the same. */
export function runAgain<B extends Breach>(experiment: Experiment<B>, execution: Execution<B>): Execution<B> {
  const again = experiment(scripted(execution.deviations), { recordAsked: true });
  if (again.digest !== execution.digest) throw new DivergenceError(execution, again);
  return again;
}
