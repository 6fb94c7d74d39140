import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { Chooser, Micros } from '@simlet/core';
import type { Execution, ExperimentOptions } from '@simlet/explorer';
import { judge, marks } from '@simlet/properties';
import type { Invariant, Verdict, Violation } from '@simlet/properties';

/** A violation as the explorer knows it: by the id of its invariant. */
export interface PropertyBreach extends Violation {
  readonly id: string;
}

/** A judged run of a scenario. */
export interface ScenarioExecution extends Execution<PropertyBreach> {
  readonly verdicts: readonly Verdict[];
  /** The situations that the run came into, by the names of their marks. */
  readonly reached: readonly string[];
  /** Virtual time that passed, in microseconds. */
  readonly elapsed: Micros;
}

/** Runs a scenario under a chooser and judges it while it goes on; no fact is kept. */
export function executeScenario(
  scenario: Scenario,
  invariants: readonly Invariant[],
  chooser: Chooser,
  options: ExperimentOptions = {},
): ScenarioExecution {
  const judging = judge(scenario, invariants, marks);
  const run = runScenario(scenario, {
    chooser,
    facts: 'none',
    recordAsked: options.recordAsked ?? false,
    onFact: ({ body, time }) => judging.observe(body, time),
  });
  const elapsed = scenario.untilMs * 1_000;
  const verdicts = judging.verdicts(elapsed);
  return {
    digest: run.digest,
    deviations: run.deviations,
    asked: run.asked,
    breaches: verdicts.flatMap(({ violations }) =>
      violations.map((violation) => ({ ...violation, id: violation.invariant })),
    ),
    verdicts,
    reached: judging.marks().flatMap(({ mark, count }) => (count > 0 ? [mark] : [])),
    elapsed,
  };
}
