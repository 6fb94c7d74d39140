import { expect, test } from 'vitest';
import { calmStrategy } from './strategies/calm.ts';
import { explore } from './explore.ts';
import { seededStrategy } from './strategies/seeded.ts';
import { singleDeviationStrategy } from './strategies/single-deviations.ts';
import { COIN, toy } from './testing/toy.ts';

test('a rule that the calm run breaks is reported without any deviation', () => {
  const experiment = toy((ask) => (ask('coin', COIN) === 0 ? ['heads'] : []));
  const { failures } = explore(experiment, { strategies: [calmStrategy(), singleDeviationStrategy()] });
  expect(failures).toHaveLength(1);
  expect(failures[0]?.execution.deviations).toEqual([]);
  expect(failures[0]?.foundBy).toEqual({ strategy: 'calm', label: 'the calm run', run: 1 });
});

test('the sweep of single deviations tries every alternative of every decision once', () => {
  const seen: string[] = [];
  const experiment = toy((ask) => {
    ask('coin', COIN);
    ask('coin', COIN);
    ask('delay', { simplest: 5, min: 0, max: 100, interesting: [5, 7, 90, 900] });
    return [];
  });
  explore(experiment, {
    strategies: [singleDeviationStrategy()],
    onExecution: (_execution, attempt) => seen.push(attempt.label),
  });
  expect(seen).toEqual(['coin', 'coin#1', 'delay=7', 'delay=90']);
});

test('a limited sweep keeps the first occurrence of every name and counts what it leaves out', () => {
  const experiment = toy((ask) => {
    for (let step = 0; step < 100; step += 1) ask('tick', COIN);
    ask('hook', COIN);
    return [];
  });
  const labels: string[] = [];
  const { runs } = explore(experiment, {
    strategies: [singleDeviationStrategy(10)],
    onExecution: (_execution, attempt) => labels.push(attempt.label),
  });
  expect(runs).toMatchObject([{ strategy: 'single deviations', runs: 10, leftOut: 91 }]);
  expect(labels).toHaveLength(10);
  expect(labels).toEqual(expect.arrayContaining(['tick', 'hook']));
});

test('what needs two deviations at once is found by seeds and shrunk to the two', () => {
  const experiment = toy((ask) => {
    const coins = Array.from({ length: 8 }, (_, index) => ask(`coin/${index}`, COIN));
    return coins[2] === 1 && coins[5] === 1 ? ['both'] : [];
  });
  const strategies = [calmStrategy(), singleDeviationStrategy(), seededStrategy(50)];
  const { failures, runs } = explore(experiment, { strategies });
  expect(runs.map(({ runs: count }) => count)).toEqual([1, 8, 50]);
  expect(failures.map(({ execution }) => execution.deviations.map(({ name }) => name))).toEqual([['coin/2', 'coin/5']]);
  expect(failures[0]?.foundBy.strategy).toBe('seeded');
});

test('an exploration is the same every time', () => {
  const explored = () => {
    const experiment = toy((ask) => (ask('a', COIN) + ask('b', COIN) + ask('c', COIN) >= 2 ? ['two'] : []));
    return explore(experiment, { strategies: [seededStrategy(20)] });
  };
  expect(explored()).toEqual(explored());
});

test('a run that does not repeat is reported as a divergence', () => {
  let calls = 0;
  const stable = toy((ask) => (ask('coin', COIN) === 1 ? ['tails'] : []));
  const unstable: typeof stable = Object.assign(
    (...[chooser]: Parameters<typeof stable>) => {
      calls += 1;
      const execution = stable(chooser);
      return { ...execution, digest: `${execution.digest}/${calls}` };
    },
    { runs: stable.runs },
  );
  const { divergences } = explore(unstable, { strategies: [singleDeviationStrategy()], maxShrinkRuns: 20 });
  expect(divergences).not.toHaveLength(0);
});

test('an exploration that is cancelled ends with what it has', () => {
  let asked = 0;
  const experiment = toy((ask) => (ask('coin', COIN) === 1 ? ['tails'] : []));
  const result = explore(experiment, {
    strategies: [calmStrategy(), singleDeviationStrategy(), seededStrategy(1000)],
    isCancelled: () => (asked += 1) > 5,
  });
  expect(result.cancelled).toBe(true);
  expect(result.failures).toHaveLength(1);
});
