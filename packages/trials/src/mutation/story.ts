import type { Scenario } from '@simlet/cluster';
import { scripted } from '@simlet/core';
import { SimulationFailure } from '@simlet/explorer';
import type { Mutant } from '@simlet/properties';
import fc from 'fast-check';
import { executeScenario } from '../scenario-execution.ts';
import { blame, judgedBy, mutated } from './hunt.ts';
import type { HuntOptions, Kill } from './hunt.ts';
import { trialProperty } from './trial-property.ts';

/** The simplest run found that the mutant breaks, and what it breaks. */
export interface Story {
  readonly invariant: string;
  /** What the operator does. */
  readonly actions: number;
  /** What is out of the ordinary besides. */
  readonly deviations: number;
  /** The whole of it: run it, and the invariant is broken. */
  readonly scenario: Scenario;
  readonly message: string;
  readonly runs: number;
}

const SHRINK_RUNS = 3_000;

/** Shrinks what a hunt found, the scenario and the deviations at once, for one of the invariants that it broke. */
export function shortStory(mutant: Mutant, kill: Kill, invariant: string, options: HuntOptions): Story {
  const invariants = options.invariants.filter(({ id }) => id === invariant);
  let runs = 0;
  const property = trialProperty(
    (scenario) => judgedBy(invariants)(mutated(scenario, mutant)),
    (execution, troubled) => {
      runs += 1;
      if (runs > SHRINK_RUNS) return { ...execution, breaches: [] };
      const { kubernetesVersion } = mutated(troubled, mutant);
      const usual = kubernetesVersion === undefined ? troubled : { ...troubled, kubernetesVersion };
      return blame(execution, usual, invariants).execution;
    },
  );
  const result = fc.check(property, { seed: options.seed, path: kill.path, numRuns: options.maxRuns });
  const { errorInstance: error, counterexample } = result;
  const scenario =
    error instanceof SimulationFailure && counterexample !== null
      ? told(counterexample[0], counterexample[1], error.execution.deviations, mutant)
      : kill.scenario;
  const last = executeScenario(scenario, invariants, scripted(scenario.deviations ?? []));
  return {
    invariant,
    actions: scenario.actions.length,
    deviations: scenario.deviations?.length ?? 0,
    scenario,
    message: last.breaches[0]?.message ?? '',
    runs,
  };
}

/** A calm run needs neither deviations nor the faults that it might have had. */
function told(
  scenario: Scenario,
  faults: Scenario['faults'],
  deviations: NonNullable<Scenario['deviations']>,
  mutant: Mutant,
): Scenario {
  if (deviations.length === 0) return mutated(scenario, mutant);
  return mutated({ ...scenario, ...(faults === undefined ? {} : { faults }), deviations }, mutant);
}
