import fc from 'fast-check';
import {
  calmStrategy,
  claimOf,
  exhaustiveStrategy,
  experimentOf,
  explore,
  formatDeviations,
  portfolio,
  schedule,
  simulation,
  singleDeviationStrategy,
} from '../index.ts';
import { workQueue } from './work-queue.ts';

/** As a property: up to five jobs, and whatever may happen to them. */
export function asProperty(): string {
  const property = simulation(fc.integer({ min: 1, max: 5 }), (jobs) => workQueue(jobs, false));
  const { counterexample, counterexamplePath, errorInstance } = fc.check(property, { seed: 1 });
  return `${fc.stringify(counterexample)}, path ${counterexamplePath ?? ''}\n${String(errorInstance)}`;
}

/** The same run from its line alone: a regression test. */
export function again(): boolean {
  const line = 'crash/worker/main:deliver; disk.lost/worker';
  const property = simulation(fc.constant(1), (jobs) => workQueue(jobs, false));
  return fc.check(property, { examples: [[1, schedule(line)]], numRuns: 1 }).failed;
}

/** With strategies instead: which of them found what. */
export function explored(): readonly string[] {
  const { runs, failures } = explore(experimentOf(workQueue(3, false)), {
    strategies: [calmStrategy(), singleDeviationStrategy(), ...portfolio(300)],
    recordStates: true,
  });
  return [
    ...runs.map((one) => `${one.strategy}: ${one.runs} runs, ${one.newStates} new states, ${one.findings} found`),
    ...failures.map((one) => `${one.breachId}: ${formatDeviations(one.execution.deviations)}`),
  ];
}

/** The worker that syncs: every combination of up to three things that may go wrong. */
export function proved(): string {
  const search = exhaustiveStrategy(3);
  const { failures } = explore(experimentOf(workQueue(2, true)), { strategies: [search] });
  return failures.length === 0 ? claimOf(search.coverage) : 'broken';
}
