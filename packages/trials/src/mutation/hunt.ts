import type { Scenario } from '@simlet/cluster';
import { scripted } from '@simlet/core';
import { guarded, SimulationFailure } from '@simlet/explorer';
import type { Execution, Experiment } from '@simlet/explorer';
import type { Invariant, Mutant } from '@simlet/properties';
import fc from 'fast-check';
import { executeScenario } from '../scenario-execution.ts';
import { strategyLedger } from './strategy-ledger.ts';
import type { StrategyTally } from './strategy-ledger.ts';
import { trialProperty } from './trial-property.ts';

/** How a hunt is made. */
export interface HuntOptions {
  readonly invariants: readonly Invariant[];
  readonly seed: number;
  /** A hunt that has found nothing by then ends. */
  readonly seconds: number;
  readonly maxRuns: number;
  /** Seconds that have been worked since some fixed moment. */
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
  /** Runs that were given up, since they go on and on. */
  readonly endless: number;
  readonly strategies: readonly StrategyTally[];
}

export interface Kill {
  readonly afterRuns: number;
  /** The strategy whose run it was. */
  readonly strategy: string;
  /** All that the run broke. */
  readonly invariants: readonly string[];
  /** The whole of it: run it, and they are broken. */
  readonly scenario: Scenario;
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

const NOTHING: readonly Invariant[] = [];

/** Scenarios as experiments that are judged by some invariants. */
export function judgedBy(invariants: readonly Invariant[]): (scenario: Scenario) => Experiment {
  return (scenario) => (chooser, options) => executeScenario(scenario, invariants, chooser, options);
}

/** The same run without the mutant, as far as it can be the same: with the same deviations. */
function usualRun(scenario: Scenario, { deviations }: Execution, invariants: readonly Invariant[]): Execution {
  return guarded(judgedBy(invariants)(scenario))(scripted(deviations));
}

/** Runs arbitrary scenarios with a mutant until one of them breaks an invariant that the same run keeps without it. */
export function hunt(mutant: Mutant, options: HuntOptions): Hunt {
  const { invariants, seed, now } = options;
  const began = now();
  const ledger = strategyLedger(now);
  let runs = 0;
  let endless = 0;
  let reachedAfter: number | undefined;
  let broken: Pick<Kill, 'invariants' | 'strategy'> | undefined;
  const falseAlarms = new Set<string>();
  const property = trialProperty(
    (scenario) => judgedBy(invariants)(mutated(scenario, mutant)),
    (execution, troubled, isRepeat) => {
      if (!isRepeat) runs += 1;
      const usual = inVersion(troubled, mutant);
      const blamed = blame(execution, usual, invariants);
      for (const id of blamed.anyway) falseAlarms.add(id);
      if (isRepeat) return blamed.execution;
      if (execution.endless !== undefined) endless += 1;
      if (reachedAfter === undefined && usualRun(usual, execution, NOTHING).digest !== execution.digest)
        reachedAfter = runs;
      const ids = idsOf(blamed.execution);
      ledger.note(execution.states ?? new Set(), ids.length > 0);
      if (ids.length > 0) broken = { invariants: ids, strategy: ledger.current() };
      return blamed.execution;
    },
  );
  const watched = ledger.kept(property, () => now() - began < options.seconds);
  const result = fc.check(watched, { seed, numRuns: options.maxRuns, endOnFailure: true });
  const hunted: Omit<Hunt, 'kill'> = {
    seed,
    runs,
    seconds: now() - began,
    ...(reachedAfter === undefined ? {} : { reachedAfter }),
    falseAlarms: [...falseAlarms],
    endless,
    strategies: ledger.tallies(),
  };
  const error = result.errorInstance;
  if (!(error instanceof SimulationFailure) || broken === undefined) {
    // A run that does not repeat is no verdict on the suite.
    if (error instanceof Error) throw error;
    return hunted;
  }
  const [scenario, faults] = result.counterexample ?? [];
  if (scenario === undefined) return hunted;
  const { deviations } = error.execution;
  const whole = mutated({ ...scenario, ...(faults === undefined ? {} : { faults }), deviations }, mutant);
  return { ...hunted, kill: { ...broken, afterRuns: runs, scenario: whole, path: result.counterexamplePath ?? '' } };
}

/** A run with what it breaks because of the mutant alone, and what it breaks anyway. */
export function blame(
  execution: Execution,
  usual: Scenario,
  invariants: readonly Invariant[],
): { readonly execution: Execution; readonly anyway: readonly string[] } {
  if (execution.breaches.length === 0) return { execution, anyway: [] };
  const known = new Set(idsOf(usualRun(usual, execution, invariants)));
  const breaches = execution.breaches.filter(({ id }) => !known.has(id));
  return { execution: { ...execution, breaches }, anyway: [...known] };
}

function idsOf({ breaches }: Execution): readonly string[] {
  return [...new Set(breaches.map(({ id }) => id))];
}
