import { calm, scripted, seeded } from '@simlet/core';
import type { Chooser } from '@simlet/core';
import type { Scenario } from '@simlet/cluster';
import { singleDeviationStrategy } from '@simlet/explorer';
import { arbitraryScenario, invariants } from '@simlet/properties';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executeScenario } from './scenario-execution.ts';
import { scenarioExperiment } from './scenario-experiment.ts';

const ALL = { recordAsked: true, recordStates: true };
const FAULTS = { kubeletCrash: true, runtime: true, lag: true };

/** Each of the runs, forked off the calm one and from the beginning, with all that is said about it. */
function expectTheSameRuns(scenario: Scenario, choosers: readonly (() => Chooser)[]): void {
  const experiment = scenarioExperiment(scenario, invariants);
  // The first run of an experiment is made from the beginning.
  experiment(calm());
  for (const chooser of choosers) {
    expect(experiment(chooser(), ALL)).toEqual(executeScenario(scenario, invariants, chooser(), ALL));
  }
}

const seeds = Array.from({ length: 3 }, (_, seed) => () => seeded(`run ${seed}`));

function singleDeviationsOf(scenario: Scenario): readonly (() => Chooser)[] {
  const run = executeScenario(scenario, invariants, calm(), ALL);
  const choosers: (() => Chooser)[] = [];
  const { attempts } = singleDeviationStrategy(20).plan(run);
  for (let step = attempts.next(run); step.done !== true; step = attempts.next(run)) choosers.push(step.value.chooser);
  return choosers;
}

test('a run that goes on from a fork of the calm one is the run from the beginning, for single deviations and seeds', () => {
  fc.assert(
    fc.property(arbitraryScenario({ faults: FAULTS }), (scenario) => {
      expectTheSameRuns(scenario, [calm, ...singleDeviationsOf(scenario), ...seeds]);
    }),
    { seed: 7, numRuns: 6 },
  );
});

test('a run is made again from the beginning where that is asked for, whatever was run before', () => {
  const [scenario] = fc.sample(arbitraryScenario({ faults: FAULTS }), { seed: 3, numRuns: 1 });
  if (scenario === undefined) throw new Error('no scenario');
  const experiment = scenarioExperiment(scenario, invariants);
  const runs = [1, 2, 3].map(() => experiment(seeded('s'), { ...ALL, fromStart: true }));
  const { deviations } = executeScenario(scenario, invariants, seeded('s'));
  for (const run of runs) expect(run).toEqual(experiment(scripted(deviations), ALL));
});
