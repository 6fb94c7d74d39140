import { describe, expect, it } from 'vitest';
import { tableOf, WORKLOADS, type Contestant, type Workload } from './contestant.ts';
import { contestants } from './contestants.ts';
import { Delays } from './delays.ts';
import { countingMeter } from './meter.ts';

function orderOf(contestant: Contestant, workload: Workload, n: number): number | undefined {
  const meter = countingMeter(20_000);
  contestant.workloads[workload]?.(n, meter, new Delays(tableOf(workload)));
  return meter.order();
}

describe('a comparison of speed', () => {
  it.each(WORKLOADS)('is one of equal work: all contestants do the events of %s in the same order', (workload) => {
    const taking = contestants.filter(({ workloads }) => workloads[workload] !== undefined);
    const orders = taking.map((contestant) => orderOf(contestant, workload, 100));
    expect(taking.length).toBeGreaterThan(0);
    expect(orders.map((order) => order === orders[0] && order !== undefined)).toEqual(orders.map(() => true));
  });

  it('does the events of hold in the order that peers in other languages do them in', () => {
    const [queue] = contestants;
    expect(queue && orderOf(queue, 'hold', 1_000)).toBe(1_235_256_861);
  });
});
