import { holdsOnlyValidValues, invariants, samples, shrunk } from '@simlet/properties';
import type { Laws } from '@simlet/properties';
import type { Scenario } from '@simlet/cluster';
import { describe, expect, test } from 'vitest';
import { arbitraryPlan, inWorldOf, runPlan } from './plan.ts';
import type { Plan } from './plan.ts';

/** A pod with one container, and a deletion. */
const scenario: Scenario = {
  format: 'simlet.scenario/1',
  pods: [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'm', image: 'img:1' }] } },
  ],
  behaviour: {},
  actions: [
    { atMs: 2_017, op: 'create', pod: 'p' },
    { atMs: 9_000, op: 'delete', pod: 'p' },
  ],
  untilMs: 120_000,
};

/** What is wrong with a plan: its numbers, or that the scenario cannot be run by it. */
function problemsOf(plan: Plan): readonly string[] {
  const numbers = plan.kind === 'calm' ? [] : plan.kind === 'seeded' ? [plan.seed] : [plan.pick, plan.outcome];
  const wrong = numbers.filter((number) => !Number.isSafeInteger(number) || number < 0);
  const run = runPlan(scenario, plan, invariants);
  const again = runPlan(scenario, plan, []);
  return [
    ...wrong.map((number) => `${plan.kind} has the number ${number}`),
    ...(run.stopped === undefined ? [] : ['the run was stopped']),
    ...(run.digest === again.digest ? [] : ['two runs of the same plan differ']),
    ...(plan.kind === 'one deviation' && run.deviations.length > 1
      ? [`there are ${run.deviations.length} deviations`]
      : []),
    ...(plan.kind === 'calm' && run.deviations.length > 0 ? ['a calm run deviates'] : []),
  ];
}

/** Calm plans are smaller than one deviation, and that than any number of them; then the fewest faults. */
function sizeOf(plan: Plan): number {
  if (plan.kind === 'calm') return 0;
  const faults = Object.values(plan.faults).filter((allowed) => allowed === true).length;
  return (plan.kind === 'one deviation' ? 1 + plan.pick + plan.outcome : 1 + plan.seed) + faults;
}

const laws: Laws<Plan> = { arbitrary: arbitraryPlan(), problems: problemsOf, size: sizeOf };

describe('an arbitrary plan', () => {
  test('is valid: the same plan gives the same run, and a plan with one deviation has at most one', () => {
    expect(() => holdsOnlyValidValues(laws, 60)).not.toThrow();
  });

  test('is the same for the same seed, and another for another', () => {
    expect(samples(laws, 5, 30)).toEqual(samples(laws, 5, 30));
    expect(samples(laws, 5, 30)).not.toEqual(samples(laws, 6, 30));
  });

  test('is of every kind, and allows each fault and its absence', () => {
    const drawn = samples(laws, 1, 200).join('\n');
    for (const kind of ['calm', 'one deviation', 'seeded']) expect(drawn).toContain(`"kind":"${kind}"`);
    for (const fault of ['kubeletCrash', 'runtime', 'lag'])
      for (const allowed of [true, false]) expect(drawn).toContain(`"${fault}":${allowed}`);
  });

  test('shrinks to the calm one', () => {
    expect(shrunk(laws, () => true).last).toEqual({ kind: 'calm' });
  });

  test('keeps its kind while it shrinks to the smallest numbers and the fewest faults', () => {
    for (const kind of ['one deviation', 'seeded'] as const) {
      const { first, last } = shrunk(laws, (plan) => plan.kind === kind && plan.faults.lag === true);
      expect(sizeOf(last)).toBeLessThanOrEqual(sizeOf(first));
      expect(sizeOf(last)).toBe(2);
      expect(inWorldOf(scenario, last).faults).toMatchObject({ kubeletCrash: false, lag: true, runtime: false });
    }
  });
});
