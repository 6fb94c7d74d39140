import type { Deviation } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, deleteAt, deliveriesOf, eventsOf, goneAt, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const preStop = { lifecycle: { preStop: exec } };

/** A run in which the runtime may be slow or fail, and does so in what the deviations name. */
const run = (sketch: Sketch, deviations: readonly Deviation[]): Run =>
  runScenario(scenarioOf({ ...sketch, faults: { runtime: true }, deviations }));

const fails = (what: string, occurrence = 0): Deviation => ({
  name: `runtime.fails/${what}/web`,
  occurrence,
  outcome: 1,
});

describe('a stop that fails', () => {
  const sketch = {
    main: preStop,
    behaviour: { main: { preStop: [{ ms: 1_000, ok: true }] } },
    actions: [deleteAt(20_000)],
  };

  const result = run(sketch, [fails('stop-container')]);

  test('leaves the container to the end of its sandbox, which kills it without a signal before', () => {
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '1000 StopContainer main#0 (29)',
      '1000 preStop main#0 ends ok',
      '1025 main#0 exits 137',
    ]);
  });

  test('fails the kill of the pod, which is told by an event and tried again when a relist tells of the death', () => {
    expect(eventsOf(result)).toContain('FailedKillPod');
    // The retry comes with the relist at 21.3 s, and the object goes with the one after it.
    expect(goneAt(result)).toBe(22_303);
    expect(deliveriesOf(result, 'preStop')).toEqual(['main#0:0']);
  });

  test('has a sidecar that waits for the container wait out its grace', () => {
    const result = run(
      {
        spec: {
          terminationGracePeriodSeconds: 6,
          initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
        },
        actions: [deleteAt(20_000)],
      },
      [fails('stop-container')],
    );
    expect(
      deedsOf(result)
        .filter((line) => line.includes('StopContainer'))
        .slice(0, 2),
    ).toEqual(['0 StopContainer main#0 (6)', '6000 StopContainer proxy#0 (2)']);
  });
});

test('a sandbox that cannot be made is tried again after 10 s, and told by an event', () => {
  const result = run({ untilMs: 30_000 }, [fails('run-sandbox')]);
  expect(eventsOf(result)[0]).toBe('FailedCreatePodSandBox');
  // The sync ends at 811 ms with an error; the first tick after 10 s is at 11.6 s.
  expect(deedsOf(result, 'start')).toEqual(['12231 main#0 runs']);
});

test('a call that is slow delays what comes after it, and nothing else', () => {
  const slow: Deviation = { name: 'runtime.slow/start-container/web', occurrence: 0, outcome: 4_000_000 };
  const result = run({ main: { lifecycle: { postStart: exec } }, untilMs: 20_000 }, [slow]);
  expect(deedsOf(result, 'start')).toEqual([
    '5281 main#0 runs',
    '5281 postStart main#0 begins',
    '5281 postStart main#0 ends ok',
  ]);
});

test('without faults in the budget, deviations of the runtime have no effect', () => {
  const calm = runScenario(scenarioOf({ untilMs: 20_000 }));
  const ignored = runScenario(scenarioOf({ untilMs: 20_000, deviations: [fails('run-sandbox')] }));
  expect(ignored.digest).toBe(calm.digest);
});
