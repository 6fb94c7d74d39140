import type { FaultBudget, Scenario } from '@simlet/cluster';
import { guarded, simulation } from '@simlet/explorer';
import type { Execution, Experiment, Schedule } from '@simlet/explorer';
import { arbitraryFaults, arbitraryScenario } from '@simlet/properties';
import type fc from 'fast-check';

/** A property of the values of a trial: a scenario, the faults that it allows, and how its decisions are drawn. */
export type TrialProperty = fc.IRawProperty<readonly [Scenario, FaultBudget, Schedule], false>;

/**
 * Any scenario, with any faults, by the strategies of `simulation` in turns: what a user of fast-check gets. `judge` makes of
 * each run what counts of it; a run that throws is broken too, and costs no other run. Surveys are not judged.
 */
export function trialProperty(
  experimentOf: (scenario: Scenario) => Experiment,
  judge: (execution: Execution, scenario: Scenario, isRepeat: boolean) => Execution,
): TrialProperty {
  return simulation(arbitraryScenario(), arbitraryFaults(), (scenario: Scenario, faults: FaultBudget): Experiment => {
    const troubled = { ...scenario, faults };
    const experiment = guarded(experimentOf(troubled));
    return (chooser, options = {}) => {
      const execution = experiment(chooser, { ...options, recordStates: options.isSurvey !== true });
      return options.isSurvey === true ? execution : judge(execution, troubled, options.recordAsked === true);
    };
  });
}
