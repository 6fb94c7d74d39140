import type { ScaleMeasurement } from './measurement.ts';

/** What was aimed at, on one core of a small machine; `docs/performance.md` says what is missed and why. */
interface ScaleGoal {
  readonly applies: (measurement: ScaleMeasurement) => boolean;
  readonly what: string;
  readonly of: (measurement: ScaleMeasurement) => number;
  readonly atMost: number;
  readonly unit: string;
}

const seconds = ({ cpuSeconds }: ScaleMeasurement): number => cpuSeconds;
const isNode = (pods: number, hours: number) => (each: ScaleMeasurement) =>
  each.workload === 'node' && each.size.pods === pods && each.size.hours === hours && !each.judged;

const GOALS: readonly ScaleGoal[] = [
  { applies: isNode(10_000, 0), what: 'created, ready, deleted', of: seconds, atMost: 1, unit: 's' },
  { applies: isNode(10_000, 1), what: 'the same with an hour of probes', of: seconds, atMost: 3, unit: 's' },
  { applies: isNode(100_000, 1), what: 'the same with 100,000 pods', of: seconds, atMost: 30, unit: 's' },
  {
    applies: ({ workload, judged }) => workload === 'cluster' && !judged,
    what: 'a cluster at the limit',
    of: seconds,
    atMost: 60,
    unit: 's',
  },
  {
    applies: ({ workload, judged }) => workload === 'cluster' && !judged,
    what: 'its memory',
    of: ({ peakMemoryBytes }) => peakMemoryBytes / 2 ** 30,
    atMost: 4,
    unit: 'GiB',
  },
  {
    applies: ({ bytesPodAtRest }) => bytesPodAtRest !== undefined,
    what: 'a pod at rest',
    of: ({ bytesPodAtRest = 0 }) => bytesPodAtRest / 1_024,
    atMost: 4,
    unit: 'KiB',
  },
  {
    applies: ({ events, judged }) => events > 10_000 && !judged,
    what: 'an event of the kubelet model',
    of: ({ cpuSeconds, events }) => (cpuSeconds * 1e6) / events,
    atMost: 1,
    unit: 'µs',
  },
  {
    applies: ({ events, judged }) => events > 10_000 && judged,
    what: 'an event with all invariants',
    of: ({ cpuSeconds, events }) => (cpuSeconds * 1e6) / events,
    atMost: 1e6 / 300_000,
    unit: 'µs',
  },
];

/** A line for each goal that a measurement is about. */
export function goalLines(measurement: ScaleMeasurement): readonly string[] {
  return GOALS.filter(({ applies }) => applies(measurement)).map(({ what, of, atMost, unit }) => {
    const reached = of(measurement);
    const verdict = reached <= atMost ? 'reached' : `missed by ${(reached / atMost).toFixed(1)} times`;
    return `${what.padEnd(34)} ${reached.toFixed(2).padStart(9)} ${unit.padEnd(4)} goal ${+atMost.toFixed(2)} ${unit}: ${verdict}`;
  });
}
