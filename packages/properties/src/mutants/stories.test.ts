import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import { MUTANTS } from '@simlet/kubelet';
import { describe, expect, test } from 'vitest';
import { invariants } from '../invariants.ts';
import { judge } from '../judge.ts';
import { storiesOf } from '../testing/mutant-stories.ts';

/** The ids of the invariants that the run of a scenario breaks. */
function brokenIn(scenario: Scenario): readonly string[] {
  const court = judge(scenario, invariants);
  runScenario(scenario, { facts: 'none', onFact: ({ body, time }) => court.observe(body, time) });
  const verdicts = court.verdicts(scenario.untilMs * MILLISECOND);
  return verdicts.filter(({ outcome }) => outcome === 'broken').map(({ invariant }) => invariant);
}

const stories = storiesOf(readFileSync(join(import.meta.dirname, 'stories.jsonl'), 'utf8'));

describe.each(stories)('$mutant', ({ mutant, invariant, scenario }) => {
  test(`breaks ${invariant} in its story`, () => {
    expect(scenario.mutants).toEqual([mutant]);
    expect(brokenIn(scenario)).toContain(invariant);
  });

  test('is all that is wrong there: without it everything holds', () => {
    const { mutants: _none, ...asItIs } = scenario;
    expect(brokenIn(asItIs)).toEqual([]);
  });
});

test('each mutant has a story, and there is no other', () => {
  expect(stories.map(({ mutant }) => mutant)).toEqual(MUTANTS.map(({ id }) => id));
});

test('each mutant names an invariant that there is', () => {
  const known = new Set(invariants.map(({ id }) => id));
  expect(MUTANTS.filter(({ killedBy }) => !known.has(killedBy)).map(({ id }) => id)).toEqual([]);
});
