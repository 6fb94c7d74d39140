import { arbitraryScenario, invariants, MUTANTS } from '@simlet/properties';
import { explore, exhaustiveStrategy, simulation, SimulationFailure, targetedStrategy } from '@simlet/explorer';
import type { Experiment } from '@simlet/explorer';
import type { Scenario } from '@simlet/cluster';
import { scripted } from '@simlet/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GRACE_OVERRUN } from './measures.ts';
import { executeScenario } from './scenario-execution.ts';

const FAULTS = { kubeletCrash: true, runtime: true, lag: true };

function experimentOf(scenario: Scenario): Experiment {
  return (chooser, options) => executeScenario(scenario, invariants, chooser, options);
}

function mutated(id: string): ReturnType<typeof simulation> {
  const mutants = MUTANTS.flatMap((mutant) => (mutant.id === id ? [mutant.id] : []));
  expect(mutants).toHaveLength(1);
  return simulation(arbitraryScenario({ faults: FAULTS }), (scenario: Scenario) =>
    experimentOf({ ...scenario, mutants }),
  );
}

test('the unmutated model keeps every invariant, whatever the scenario and the schedule', () => {
  fc.assert(
    simulation(arbitraryScenario({ faults: FAULTS }), (scenario: Scenario) => experimentOf(scenario)),
    { seed: 5, numRuns: 25 },
  );
});

test.each(['prestop-runs-twice'])(
  'the mutant %s is found, shrunk to a short story with its scenario, and replayed by seed and path',
  (id) => {
    const { counterexample, counterexamplePath, errorInstance } = fc.check(mutated(id), { seed: 1, numRuns: 2_000 });
    expect(errorInstance).toBeInstanceOf(SimulationFailure);
    const { execution, breach } = errorInstance as SimulationFailure;
    const scenario = counterexample?.[0] as Scenario;
    expect(execution.deviations.length).toBeLessThanOrEqual(5);
    expect(scenario.actions.length).toBeLessThanOrEqual(3);
    const again = fc.check(mutated(id), { seed: 1, path: counterexamplePath ?? '', endOnFailure: true });
    expect(again.numRuns).toBe(1);
    expect((again.errorInstance as SimulationFailure).execution.digest).toBe(execution.digest);
    expect((again.errorInstance as SimulationFailure).breach.id).toBe(breach.id);
  },
);

const deletedWhileItStops: Scenario = {
  format: 'simlet.scenario/1',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'app', image: 'web:1' }], terminationGracePeriodSeconds: 5 },
    },
  ],
  behaviour: {},
  actions: [
    { atMs: 500, op: 'create', pod: 'web' },
    { atMs: 8_000, op: 'delete', pod: 'web' },
  ],
  untilMs: 60_000,
  faults: { kubeletCrash: true },
};

test('a targeted search makes the overrun of the grace period longer', () => {
  const overruns: number[] = [];
  explore(experimentOf(deletedWhileItStops), {
    strategies: [targetedStrategy(80)],
    onExecution: ({ measures }) => overruns.push(measures?.get(GRACE_OVERRUN) ?? Number.NEGATIVE_INFINITY),
  });
  const calm = experimentOf(deletedWhileItStops)(scripted([])).measures?.get(GRACE_OVERRUN) ?? 0;
  expect(Math.max(...overruns)).toBeGreaterThan(calm + 10_000_000);
});

test('no single crash of the kubelet breaks an invariant while a small pod comes and goes', () => {
  const search = exhaustiveStrategy(1);
  const { failures } = explore(experimentOf(deletedWhileItStops), { strategies: [search] });
  expect(failures).toEqual([]);
  expect(search.coverage.complete).toBe(true);
  expect(search.coverage.runs).toBeGreaterThan(20);
});

test('a run tells when it came into its situations, by the decisions asked for until then', () => {
  const { marks, asked, reached } = experimentOf(deletedWhileItStops)(scripted([]), {
    recordAsked: true,
  }) as ReturnType<typeof executeScenario>;
  expect(reached.length).toBeGreaterThan(0);
  expect([...(marks?.keys() ?? [])]).toEqual(reached);
  for (const count of marks?.values() ?? []) expect(count).toBeLessThanOrEqual(asked.length);
});
