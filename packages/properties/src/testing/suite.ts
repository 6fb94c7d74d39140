import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { MILLISECOND, SECOND, seeded } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import type { Invariant } from '../invariant.ts';
import { judge } from '../judge.ts';
import type { Mark, MarkCount } from '../mark.ts';
import type { Violation } from '../verdict.ts';

/** What a run of the model showed. */
export interface Trial {
  readonly violations: readonly Violation[];
  readonly marks: readonly MarkCount[];
  readonly deviations: readonly Deviation[];
  readonly digest: string;
}

/** Runs a scenario, calm or with the decisions of a seed, and judges it while it runs. */
export function trial(
  scenario: Scenario,
  seed: string | undefined,
  invariants: readonly Invariant[],
  marks: readonly Mark[] = [],
): Trial {
  const court = judge(scenario, invariants, marks);
  const chooser: { readonly chooser?: Chooser } = seed === undefined ? {} : { chooser: seeded(seed) };
  const run = runScenario(scenario, {
    ...chooser,
    facts: 'none',
    onFact: ({ body, time }) => court.observe(body, time),
  });
  const violations = court.verdicts(scenario.untilMs * MILLISECOND).flatMap((verdict) => verdict.violations);
  return { violations, marks: court.marks(), deviations: run.deviations, digest: run.digest };
}

/** A failed run in words: what was broken, what was out of the ordinary, and what the operator did. */
export function storyOf(scenario: Scenario, { violations, deviations }: Trial): string {
  const broken = violations
    .slice(0, 3)
    .map(({ invariant, time, pod, message }) => `${invariant} at ${time / SECOND} s, pod ${pod}: ${message}`);
  const odd = deviations.map(({ name, occurrence, outcome }) => `${name} (${occurrence + 1}.) is ${outcome}`);
  const acts = scenario.actions.map(
    (action) => `${action.atMs / 1_000} s ${action.op}${'pod' in action ? ` ${action.pod}` : ''}`,
  );
  return [
    ...broken,
    `Actions: ${acts.join(', ')}`,
    `Out of the ordinary: ${odd.length === 0 ? 'nothing' : odd.join(', ')}`,
  ].join('\n');
}
