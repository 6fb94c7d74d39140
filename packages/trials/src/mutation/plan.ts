import type { FaultBudget, Scenario } from '@simlet/cluster';
import { calm, scripted, seeded } from '@simlet/core';
import { alternatives } from '@simlet/explorer';
import { arbitraryFaults } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import fc from 'fast-check';
import { executeScenario } from '../scenario-execution.ts';
import type { ScenarioExecution } from '../run-watch.ts';

/** Where the decisions of one run come from: one of the strategies, drawn with the scenario. */
export type Plan =
  | { readonly kind: 'calm' }
  /** One decision of the calm run, picked by number, has one of its other outcomes. */
  | { readonly kind: 'one deviation'; readonly pick: number; readonly outcome: number; readonly faults: FaultBudget }
  | { readonly kind: 'seeded'; readonly seed: number; readonly faults: FaultBudget };

/** Any plan. Shrinks to the calm one. */
export function arbitraryPlan(): fc.Arbitrary<Plan> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant({ kind: 'calm' } as const),
    fc.record({
      kind: fc.constant('one deviation' as const),
      pick: fc.nat(),
      outcome: fc.nat(7),
      faults: arbitraryFaults(),
    }),
    fc.record({ kind: fc.constant('seeded' as const), seed: fc.nat(), faults: arbitraryFaults() }),
  );
}

/** Runs a scenario as planned. */
export function runPlan(scenario: Scenario, plan: Plan, invariants: readonly Invariant[]): ScenarioExecution {
  if (plan.kind === 'calm') return executeScenario(scenario, invariants, calm());
  const troubled = inWorldOf(scenario, plan);
  if (plan.kind === 'seeded') return executeScenario(troubled, invariants, seeded(String(plan.seed)));
  const { asked } = executeScenario(troubled, [], calm(), { recordAsked: true });
  const decision = asked[plan.pick % Math.max(1, asked.length)];
  if (decision === undefined) return executeScenario(troubled, invariants, calm());
  const outcomes = alternatives(decision.domain);
  const outcome = outcomes[plan.outcome % Math.max(1, outcomes.length)] ?? decision.domain.simplest;
  const { name, occurrence } = decision;
  return executeScenario(troubled, invariants, scripted([{ name, occurrence, outcome }]));
}

/** The scenario with the faults that its plan allows. */
export function inWorldOf(scenario: Scenario, plan: Plan): Scenario {
  return plan.kind === 'calm' ? scenario : { ...scenario, faults: plan.faults };
}
