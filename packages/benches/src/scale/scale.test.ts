import { expect, test } from 'vitest';
import { measureScale } from './measure-scale.ts';
import { scaleWorkload } from './scenarios.ts';
import type { ScaleName, Size } from './workload.ts';

const SMALL: readonly (readonly [ScaleName, Size])[] = [
  ['node', { nodes: 1, pods: 12, hours: 0.2 }],
  ['node-crash', { nodes: 1, pods: 12, hours: 0 }],
  ['rolling', { nodes: 3, pods: 20, hours: 0 }],
  ['cluster', { nodes: 20, pods: 60, hours: 0.2 }],
  ['idle', { nodes: 5, pods: 0, hours: 48 }],
];

test.each(SMALL)(
  'the workload %s keeps all promises, and its news are the same with routine skipped and done',
  (name, size) => {
    const workload = scaleWorkload(name, size, []);
    const whole = measureScale(workload, { judged: true, routine: 'done' });
    const skipped = measureScale(workload, { judged: true, routine: 'skipped' });
    expect(whole.broken).toEqual([]);
    expect(skipped.broken).toEqual([]);
    expect(skipped.digest).toBe(whole.digest);
    expect(skipped.events).toBeLessThanOrEqual(whole.events);
    expect(measureScale(workload, { judged: false, routine: 'skipped' }).digest).toBe(skipped.digest);
  },
);

test('a day more of pods at rest costs nothing', () => {
  const events = (hours: number): number =>
    measureScale(scaleWorkload('node', { nodes: 1, pods: 20, hours }, []), { judged: false, routine: 'skipped' })
      .events;
  // When the last round before the deletion comes differs by the remainders, and a pod has three of them.
  expect(Math.abs(events(25) - events(1))).toBeLessThan(20 * 10);
});

test('a pod costs as many events among many as among few', () => {
  const eventsPerPod = (pods: number): number =>
    measureScale(scaleWorkload('node', { nodes: 1, pods, hours: 1 }, []), { judged: false, routine: 'skipped' })
      .events / pods;
  expect(eventsPerPod(400)).toBeLessThan(eventsPerPod(40) * 1.05);
});

test('without serial pulls and the limit of the registry the same pods come up', () => {
  const limited = measureScale(scaleWorkload('node', { nodes: 1, pods: 12, hours: 0 }, []), {
    judged: true,
    routine: 'done',
  });
  const free = measureScale(
    scaleWorkload('node', { nodes: 1, pods: 12, hours: 0 }, ['serial-image-pulls', 'registry-limit', 'api-rate']),
    { judged: true, routine: 'done' },
  );
  expect(free.broken).toEqual([]);
  expect(free.virtualSeconds).toBeLessThanOrEqual(limited.virtualSeconds);
});
