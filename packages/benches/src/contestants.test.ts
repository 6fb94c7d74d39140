import { describe, expect, it } from 'vitest';
import { tableOf, WORKLOADS, type Contestant, type Workload } from './contestant.ts';
import { contestants } from './contestants.ts';
import { Delays } from './delays.ts';
import { countingMeter } from './meter.ts';
import { hasPeerPackages } from './peer-packages.ts';

async function orderOf(contestant: Contestant, workload: Workload, n: number): Promise<number | undefined> {
  const meter = countingMeter(20_000);
  await contestant.workloads[workload]?.(n, meter, new Delays(tableOf(workload)));
  return meter.order();
}

const isHere = ({ onDemand }: Contestant): boolean => onDemand !== true || hasPeerPackages();

describe('a comparison of speed', () => {
  it.each(WORKLOADS)(
    'is one of equal work: all contestants do the events of %s in the same order',
    async (workload) => {
      const taking = contestants.filter(
        (contestant) =>
          isHere(contestant) &&
          contestant.workloads[workload] !== undefined &&
          contestant.otherOrder?.includes(workload) !== true,
      );
      const orders: (number | undefined)[] = [];
      for (const contestant of taking) orders.push(await orderOf(contestant, workload, 100));
      expect(taking.length).toBeGreaterThan(0);
      expect(orders.map((order) => order === orders[0] && order !== undefined)).toEqual(orders.map(() => true));
    },
  );

  it('does the events of hold in the order that peers in other languages do them in', async () => {
    const [queue] = contestants;
    expect(queue && (await orderOf(queue, 'hold', 1_000))).toBe(1_235_256_861);
  });
});
