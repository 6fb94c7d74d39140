import { scripted, seeded } from '@simlet/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDeviations } from '../deviation-text.ts';
import { experimentOf } from '../model-experiment.ts';
import { workQueue } from '../testing/work-queue.ts';
import { schedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import { simulation } from './simulation.ts';
import type { SimulationFailure } from './simulation-failure.ts';
import { COIN, toy } from '../testing/toy.ts';

test('only the deviations that the failure needs are left', () => {
  const experiment = toy((ask) => {
    const coins = Array.from({ length: 60 }, (_, index) => ask(`coin/${index}`, COIN));
    return coins[7] === 1 && coins[41] === 1 ? ['both'] : [];
  });
  fc.assert(
    fc.property(fc.nat({ max: 500 }), (seed) => {
      const found = experiment(seeded(String(seed)));
      fc.pre(found.breaches.length > 0);
      const { execution } = shrink(experiment, found, 'both');
      expect(execution.deviations.map(({ name }) => name)).toEqual(['coin/7', 'coin/41']);
    }),
    { numRuns: 20 },
  );
});

test('an outcome moves to the smallest round value that still fails', () => {
  const experiment = toy((ask) =>
    ask('stop/app', { simplest: 100_000, min: 0, max: 600_000_000 }) > 21_300_000 ? ['late'] : [],
  );
  const { execution } = shrink(experiment, experiment({ choose: () => 477_123_457 }), 'late');
  expect(execution.deviations).toEqual([{ name: 'stop/app', occurrence: 0, outcome: 22_000_000 }]);
});

test('an outcome below its simplest value moves up towards it', () => {
  const experiment = toy((ask) => (ask('level', { simplest: 50, min: 0, max: 50 }) < 20 ? ['low'] : []));
  const { execution } = shrink(experiment, experiment({ choose: () => 0 }), 'low');
  expect(execution.deviations).toEqual([{ name: 'level', occurrence: 0, outcome: 19 }]);
});

test('shrinking never slips from one failure to another', () => {
  const experiment = toy((ask) => {
    const [a, b] = [ask('a', COIN), ask('b', COIN)];
    return [...(a === 1 ? ['rare'] : []), ...(b === 1 ? ['common'] : [])];
  });
  const found = experiment({ choose: () => 1 });
  expect(shrink(experiment, found, 'rare').execution.deviations.map(({ name }) => name)).toEqual(['a']);
  expect(shrink(experiment, found, 'common').execution.deviations.map(({ name }) => name)).toEqual(['b']);
});

test('the number of runs is bounded, and what was reached by then is still the failure', () => {
  const experiment = toy((ask) => {
    const coins = Array.from({ length: 64 }, (_, index) => ask(`coin/${index}`, COIN));
    return coins.filter((coin) => coin === 1).length >= 20 ? ['many'] : [];
  });
  const found = experiment({ choose: () => 1 });
  const before = experiment.runs();
  const { execution, runs } = shrink(experiment, found, 'many', 10);
  expect(runs).toBe(10);
  expect(experiment.runs() - before).toBe(10);
  expect(execution.breaches.map(({ id }) => id)).toContain('many');
});

test('a decision that only a deviation leads to is removed together with it', () => {
  const experiment = toy((ask) => {
    if (ask('crash', COIN) === 1) ask('restart', { simplest: 5, min: 1, max: 9 });
    return ask('slow', COIN) === 1 ? ['slow'] : [];
  });
  const { execution } = shrink(experiment, experiment({ choose: (_name, _occurrence, domain) => domain.max }), 'slow');
  expect(execution.deviations).toEqual([{ name: 'slow', occurrence: 0, outcome: 1 }]);
});

test('fast-check walks through the same simpler runs to the same end', () => {
  const model = workQueue(3, false);
  const line = 'crash/worker/main:deliver#2; disk.lost/worker; link.lose/queue/worker#1; restart/worker=1234us';
  const found = experimentOf(model)(scripted(parseDeviations(line)));
  const { execution } = shrink(experimentOf(model), found, 'applied-once');
  const { errorInstance } = fc.check(
    simulation(() => model),
    { examples: [[schedule(line)]], numRuns: 1 },
  );
  expect((errorInstance as SimulationFailure).execution.deviations).toEqual(execution.deviations);
  expect(execution.deviations).toHaveLength(2);
});
