import { enumerating } from '@simlet/core';
import type { IntegerDomain } from '@simlet/core';
import { describe, expect, test } from 'vitest';
import { formatDeviations } from '../deviation-text.ts';
import type { Execution, Experiment } from '../experiment.ts';
import { explore } from '../explore.ts';
import { experimentOf } from '../model-experiment.ts';
import { COIN, toy } from '../testing/toy.ts';
import { workQueue } from '../testing/work-queue.ts';
import { branchingStrategy } from './branching.ts';
import { claimOf, exhaustiveStrategy } from './exhaustive.ts';
import { heavyTailedStrategy } from './heavy-tailed.ts';
import { pctStrategy } from './pct.ts';
import { portfolio } from './portfolio.ts';
import { seededStrategy } from './seeded.ts';
import type { Strategy } from './strategy.ts';
import { swarmStrategy } from './swarm.ts';
import { targetedStrategy } from './targeted.ts';

/** Something that happens once in so many times. */
function oneIn(cases: number): IntegerDomain {
  return { simplest: 0, min: 0, max: 1, distribution: { kind: 'table', rows: [[1, 1]], odds: [1, cases] } };
}

/** How many runs a strategy makes until a rule is broken; infinite where it does not. */
function runsUntilBroken(experiment: Experiment, strategy: Strategy): number {
  const [failure] = explore(experiment, { strategies: [strategy], recheckEvery: 0 }).failures;
  return failure?.foundBy.run ?? Number.POSITIVE_INFINITY;
}

test('every strategy makes the same runs each time, as many as it was asked for', () => {
  const digests = (strategy: Strategy): readonly string[] => {
    const made: string[] = [];
    explore(experimentOf(workQueue(3, true)), {
      strategies: [strategy],
      onExecution: ({ digest }) => made.push(digest),
    });
    return made;
  };
  for (const strategy of [
    branchingStrategy,
    heavyTailedStrategy,
    pctStrategy,
    seededStrategy,
    swarmStrategy,
    targetedStrategy,
  ]) {
    const once = digests(strategy(40, 7));
    expect(once).toHaveLength(40);
    expect(digests(strategy(40, 7))).toEqual(once);
    expect(digests(strategy(40, 8))).not.toEqual(once);
  }
});

test('the portfolio shares out its runs among all of them', () => {
  const strategies = portfolio(100);
  const { runs } = explore(
    toy(() => []),
    { strategies },
  );
  expect(runs.map(({ strategy }) => strategy)).toEqual([
    'seeded',
    'swarm',
    'pct',
    'heavy-tailed',
    'branching',
    'targeted',
  ]);
  expect(runs.reduce((sum, { runs: made }) => sum + made, 0)).toBe(100);
});

test('swarm reaches what only shows where a whole family of trouble is left out', () => {
  const experiment = toy((ask) => {
    const loss = Array.from({ length: 30 }, (_, index) => ask(`lose/${index}`, COIN)).includes(1);
    const crash = Array.from({ length: 5 }, (_, index) => ask(`crash/${index}`, COIN)).includes(1);
    return crash && !loss ? ['crash alone'] : [];
  });
  expect(runsUntilBroken(experiment, swarmStrategy(50))).toBeLessThan(50);
  expect(runsUntilBroken(experiment, seededStrategy(1_000))).toBe(Number.POSITIVE_INFINITY);
});

test('heavy tails reach what uniform jitter does not', () => {
  const jitter: IntegerDomain = {
    simplest: 10,
    min: 0,
    max: 1_000_000,
    distribution: { kind: 'triangular', mode: 10 },
  };
  const experiment = toy((ask) =>
    Array.from({ length: 4 }, () => ask('delay', jitter)).filter((us) => us === 12).length > 1 ? ['twelve'] : [],
  );
  expect(runsUntilBroken(experiment, heavyTailedStrategy(3_000))).toBeLessThan(3_000);
  expect(runsUntilBroken(experiment, seededStrategy(3_000))).toBe(Number.POSITIVE_INFINITY);
});

/** Two rare steps, one after the other, and a mark for the first. */
const twoRareSteps: Experiment = (chooser, options) => {
  let reached = false;
  const steps = toy((ask) => {
    reached = ask('first', oneIn(200)) === 1;
    const second = [ask('second', oneIn(30)), ask('third', oneIn(30))];
    return reached && second.every((coin) => coin === 1) ? ['both'] : [];
  });
  const execution = steps(chooser, options);
  return { ...execution, marks: new Map(reached ? [['the first step', 1]] : []) };
};

test('branching from a rare mark needs fewer runs than starting anew', () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => runsUntilBroken(twoRareSteps, branchingStrategy(8_000, seed * 10_000)));
  const plain = [1, 2, 3, 4, 5].map((seed) => runsUntilBroken(twoRareSteps, seededStrategy(8_000, seed * 10_000)));
  expect(Math.max(...runs)).toBeLessThan(8_000);
  expect(plain.filter((count) => count === Number.POSITIVE_INFINITY).length).toBeGreaterThan(2);
});

test('a targeted search climbs to what chance does not reach', () => {
  const measured = toy((ask) => {
    const late = Array.from({ length: 30 }, (_, index) => ask(`late/${index}`, oneIn(40))).filter((coin) => coin === 1);
    return late.length >= 20 ? ['overrun'] : [];
  });
  const experiment: Experiment = (chooser, options): Execution => {
    const execution = measured(chooser, options);
    return { ...execution, measures: new Map([['late ones', execution.deviations.length]]) };
  };
  expect(runsUntilBroken(experiment, targetedStrategy(2_000))).toBeLessThan(2_000);
  expect(runsUntilBroken(experiment, seededStrategy(2_000))).toBe(Number.POSITIVE_INFINITY);
});

describe('a bounded exhaustive search', () => {
  test('states what it proved, with its counts and its bounds', () => {
    const search = exhaustiveStrategy(2);
    const { failures } = explore(experimentOf(workQueue(2, true)), { strategies: [search] });
    expect(failures).toEqual([]);
    expect(search.coverage.complete).toBe(true);
    expect(claimOf(search.coverage)).toMatch(
      /^no combination of up to 2 deviations breaks this \(\d+ runs, \d+ of them merged/u,
    );
  });

  test('finds what needs two deviations, with just these, and not with one', () => {
    const experiment = experimentOf(workQueue(1, false));
    expect(explore(experiment, { strategies: [exhaustiveStrategy(1)] }).failures).toEqual([]);
    const { failures } = explore(experiment, { strategies: [exhaustiveStrategy(2)] });
    expect(failures.map(({ foundBy }) => foundBy.label)).toEqual(['crash/worker/main:deliver; disk.lost/worker']);
  });

  test.each([
    ['correct', true],
    ['buggy', false],
  ])('comes to the same verdict as trying each combination to its end, of a %s model', (_what, syncs) => {
    const experiment = experimentOf(workQueue(2, syncs));
    const broken = new Set<string>();
    let all = 0;
    for (const chooser of enumerating({ deviations: 3 })) {
      all += 1;
      const { breaches } = experiment(chooser);
      for (const { id } of breaches) broken.add(id);
    }
    const search = exhaustiveStrategy(3);
    const { failures } = explore(experiment, { strategies: [search] });
    expect(failures.map(({ breachId }) => breachId)).toEqual([...broken]);
    expect(search.coverage.runs).toBeLessThan(all);
  });

  test('says so where its limit cut it short', () => {
    const search = exhaustiveStrategy(3, 20);
    explore(experimentOf(workQueue(2, true)), { strategies: [search] });
    expect(claimOf(search.coverage)).toMatch(/^not all combinations of up to 3 deviations were tried/u);
  });

  test('tries each combination of a model without states once', () => {
    const labels: string[] = [];
    const experiment = toy((ask) => {
      ask('a', COIN);
      ask('b', { simplest: 1, min: 0, max: 2 });
      return [];
    });
    explore(experiment, {
      strategies: [exhaustiveStrategy(2)],
      onExecution: ({ deviations }) => labels.push(formatDeviations(deviations)),
    });
    expect(labels).toEqual(['', 'a', 'b=0', 'b=2', 'a; b=0', 'a; b=2']);
  });
});
