import { expect, it } from 'vitest';
import { goalLine, resultLine } from './bench-text.ts';
import { standings } from './goals.ts';
import { summarise } from './result.ts';

const job = { workload: 'hold', n: 1_000, contestant: 'simlet-lane' } as const;

it('sums measurements up by their median, and gives an order only where all have the same', () => {
  const same = [30_000_000, 10_000_000, 20_000_000].map((rate) => ({ rate, order: 7 }));
  expect(summarise(job, same)).toEqual({ ...job, median: 20_000_000, min: 10_000_000, max: 30_000_000, order: 7 });
  expect(summarise(job, [...same, { rate: 1, order: 8 }]).order).toBeNull();
  expect(summarise(job, [{ rate: 1 }]).order).toBeNull();
  expect(() => summarise(job, [])).toThrow('no measurement of hold 1000 simlet-lane');
});

it('says of a goal whether it was reached, and nothing of goals that were not measured', () => {
  const ours = summarise(job, [{ rate: 14_000_000, order: 7 }]);
  const peer = summarise({ ...job, contestant: 'fake-timers' }, [{ rate: 1_000_000, order: 7 }]);
  expect(standings([ours])).toEqual([]);
  expect(standings([ours, peer]).map((standing) => goalLine(standing).replaceAll(/ +/g, ' '))).toEqual([
    'hold 1000 simlet-lane / fake-timers 14.00, goal 15: missed',
  ]);
  expect(resultLine(ours).replaceAll(/ +/g, ' ')).toBe('hold 1000 simlet-lane 14.00 M (14.00 M to 14.00 M) order 7');
});
