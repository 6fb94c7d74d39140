import { invariants, MUTANTS } from '@simlet/properties';
import type { Mutant } from '@simlet/properties';
import { expect, test } from 'vitest';
import { measureControl, measureMutant } from './measure.ts';
import type { MeasureOptions } from './measure.ts';

/** A clock that stands: what is counted here are runs. */
const options: MeasureOptions = { invariants, seeds: [1], seconds: 60, maxRuns: 60, now: () => 0 };

function mutant(id: string): Mutant {
  const found = MUTANTS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no mutant ${id}.`);
  return found;
}

test('a mutant is hunted down, by the invariant that has to see it, and its story is short', () => {
  const { fate, runsToKill, runsToReach, story, hunts } = measureMutant(mutant('poststart-failure-silent'), options);
  expect(fate).toBe('killed');
  expect(runsToReach ?? 0).toBeLessThanOrEqual(runsToKill ?? 0);
  expect(hunts.map(({ kill }) => kill?.invariants)).toEqual([['failed-hook-event']]);
  expect(story).toMatchObject({ invariant: 'failed-hook-event', deviations: 0 });
  expect(story?.actions).toBeLessThanOrEqual(2);
  expect(story?.scenario.mutants).toEqual(['poststart-failure-silent']);
});

test('a measurement is the same each time', () => {
  const once = measureMutant(mutant('prestop-runs-twice'), options);
  expect(measureMutant(mutant('prestop-runs-twice'), options)).toEqual(once);
});

test('a mutant that no invariant can see is told from one that no run reached', () => {
  const blind = { ...options, invariants: [], maxRuns: 10 };
  expect(measureMutant(mutant('poststart-failure-silent'), blind).fate).toBe('not seen');
  expect(measureMutant(mutant('sidecar-startup-unseeded'), { ...blind, maxRuns: 1 }).fate).toBe('not reached');
});

test('the model as it is gives no alarm', () => {
  const { alarms, gaps } = measureControl({ runs: 100, seed: 4, invariants, now: () => 0, onRun: () => undefined });
  expect(alarms).toEqual([]);
  expect(gaps).not.toContain('PreStop ran');
});

test('runs that throw are told as a false alarm, and end no hunt', () => {
  const [first] = invariants;
  if (first === undefined) throw new Error('There are no invariants.');
  const torn = {
    ...first,
    start: () => {
      throw new Error('torn');
    },
  };
  const { fate, hunts } = measureMutant(mutant('prestop-runs-twice'), { ...options, invariants: [torn], maxRuns: 12 });
  expect(fate).not.toBe('killed');
  expect(hunts).toMatchObject([{ runs: 12, falseAlarms: ['no-turn-throws'] }]);
});

test('a hunt says what each strategy of a simulation did', () => {
  const [hunted] = measureMutant(mutant('sidecar-startup-unseeded'), { ...options, invariants: [], maxRuns: 12 }).hunts;
  expect(hunted?.strategies.map(({ strategy, runs }) => [strategy, runs])).toEqual([
    ['calm', 2],
    ['seeded', 2],
    ['one deviation', 2],
    ['swarm', 2],
    ['pct', 2],
    ['heavy-tailed', 2],
  ]);
  expect(hunted?.strategies[0]?.newStates).toBeGreaterThan(0);
});

test('a hunt ends when its time is over', () => {
  let seconds = 0;
  const now = (): number => (seconds += 1);
  const { hunts } = measureMutant(mutant('poststart-failure-silent'), { ...options, invariants: [], seconds: 20, now });
  expect(hunts[0]?.runs).toBeLessThan(20);
});
