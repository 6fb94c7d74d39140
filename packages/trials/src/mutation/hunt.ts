import type { Scenario } from '@simlet/cluster';
import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { shrink } from '@simlet/explorer';
import { arbitraryScenario } from '@simlet/properties';
import type { Invariant, Mutant } from '@simlet/properties';
import fc from 'fast-check';
import type { ScenarioExecution } from '../run-watch.ts';
import { executeScenario } from '../scenario-execution.ts';
import { arbitraryPlan, inWorldOf, runPlan } from './plan.ts';
import type { Plan } from './plan.ts';

/** How a hunt is made. */
export interface HuntOptions {
  readonly invariants: readonly Invariant[];
  readonly seed: number;
  /** A hunt that has found nothing by then ends. */
  readonly seconds: number;
  readonly maxRuns: number;
  /** Seconds that have passed since some fixed moment. */
  readonly now: () => number;
}

/** What one hunt for a mutant came to. */
export interface Hunt {
  readonly seed: number;
  /** Runs with the mutant. */
  readonly runs: number;
  readonly seconds: number;
  /** The first run that the mutant made different from the same run without it. */
  readonly reachedAfter?: number;
  readonly kill?: Kill;
  /** Invariants that were broken without the mutant as well: wrong ones, or faults of the model. */
  readonly falseAlarms: readonly string[];
}

export interface Kill {
  readonly afterRuns: number;
  /** All that the run broke. */
  readonly invariants: readonly string[];
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** Where fast-check found it. */
  readonly path: string;
}

/** The scenario with the mutant, in the version of Kubernetes in which the mutant is one. */
export function mutated(scenario: Scenario, mutant: Mutant): Scenario {
  return { ...inVersion(scenario, mutant), mutants: [mutant.id] };
}

function inVersion(scenario: Scenario, { kubernetesVersion }: Mutant): Scenario {
  return kubernetesVersion === undefined ? scenario : { ...scenario, kubernetesVersion };
}

/** Invariants that the run breaks with the mutant and keeps without it. */
function brokenByMutant(
  scenario: Scenario,
  plan: Plan,
  mutant: Mutant,
  invariants: readonly Invariant[],
): { readonly execution: ScenarioExecution; readonly killers: readonly string[]; readonly anyway: readonly string[] } {
  const execution = runPlan(mutated(scenario, mutant), plan, invariants);
  const broken = idsOf(execution);
  if (broken.length === 0) return { execution, killers: [], anyway: [] };
  const anyway = idsOf(runPlan(inVersion(scenario, mutant), plan, invariants));
  return { execution, killers: broken.filter((id) => !anyway.includes(id)), anyway };
}

function idsOf(execution: ScenarioExecution): readonly string[] {
  return [...new Set(execution.breaches.map(({ id }) => id))];
}

/** Runs arbitrary scenarios with a mutant until an invariant is broken that the same run keeps without it. */
export function hunt(mutant: Mutant, options: HuntOptions): Hunt {
  const { invariants, seed, now } = options;
  const began = now();
  let runs = 0;
  let reachedAfter: number | undefined;
  const falseAlarms = new Set<string>();
  let kill: Omit<Kill, 'path'> | undefined;
  const property = fc.property(arbitraryScenario(), arbitraryPlan(), (scenario, plan) => {
    runs += 1;
    const found = brokenByMutant(scenario, plan, mutant, invariants);
    for (const id of found.anyway) falseAlarms.add(id);
    reachedAfter ??= isReached(scenario, plan, mutant, found.execution) ? runs : undefined;
    if (found.killers.length === 0) return true;
    kill = { afterRuns: runs, invariants: found.killers, scenario, plan };
    return false;
  });
  const result = fc.check(property, {
    seed,
    numRuns: options.maxRuns,
    endOnFailure: true,
    plugins: [fc.interruptAfterTimeLimit(options.seconds * 1_000)],
  });
  const hunted = {
    seed,
    runs,
    seconds: now() - began,
    ...(reachedAfter === undefined ? {} : { reachedAfter }),
    falseAlarms: [...falseAlarms],
  };
  if (!result.failed) return hunted;
  // Nothing found and failed all the same: the model threw, which is no verdict on the suite.
  if (kill === undefined) {
    throw new Error(
      `a hunt for ${mutant.id} (seed ${seed}, path ${result.counterexamplePath ?? ''}) ended by an error`,
      {
        cause: result.errorInstance,
      },
    );
  }
  return { ...hunted, kill: { ...kill, path: result.counterexamplePath ?? '' } };
}

function isReached(scenario: Scenario, plan: Plan, mutant: Mutant, execution: ScenarioExecution): boolean {
  return runPlan(inVersion(scenario, mutant), plan, []).digest !== execution.digest;
}

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

const SHRINK_RUNS = 2_000;

/** Shrinks what a hunt found: first the scenario through its arbitrary, then the deviations. */
export function shortStory(mutant: Mutant, kill: Kill, invariant: string, options: HuntOptions): Story {
  const invariants = options.invariants.filter(({ id }) => id === invariant);
  let runs = 0;
  const property = fc.property(arbitraryScenario(), arbitraryPlan(), (scenario, plan) => {
    runs += 1;
    if (runs > SHRINK_RUNS) return true;
    return brokenByMutant(scenario, plan, mutant, invariants).killers.length === 0;
  });
  const result = fc.check(property, { seed: options.seed, path: kill.path, numRuns: options.maxRuns });
  const [simplest, plan] = result.counterexample ?? [kill.scenario, kill.plan];
  const first = runPlan(mutated(simplest, mutant), plan, invariants);
  const world = mutated(inWorldOf(simplest, plan), mutant);
  const shrunk = shrink(
    (chooser, experimentOptions) => executeScenario(world, invariants, chooser, experimentOptions),
    first,
    invariant,
    SHRINK_RUNS / 2,
  );
  const deviations: readonly Deviation[] = shrunk.execution.deviations;
  const scenario = deviations.length === 0 ? mutated(simplest, mutant) : { ...world, deviations };
  const last = executeScenario(scenario, invariants, scripted(deviations));
  return {
    invariant,
    actions: scenario.actions.length,
    deviations: deviations.length,
    scenario,
    message: last.breaches[0]?.message ?? '',
    runs: runs + shrunk.runs,
  };
}
