import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, eventsOf, factsOf, kubeletDown, phasesOf, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const run = (sketch: Sketch): Run => runScenario(scenarioOf(sketch));
const lastStatus = (result: Run) => factsOf(result).findLast(({ fact }) => fact.kind === 'status')?.fact;

describe('a pod with a deadline', () => {
  const result = run({
    spec: { activeDeadlineSeconds: 10, terminationGracePeriodSeconds: 7 },
    behaviour: { main: { sigterm: { exitAfterMs: null } } },
    untilMs: 30_000,
  });

  test('is killed with the relist after the tick that finds it over, with the grace of its spec', () => {
    // Taken in second 0; the tick at 10.6 s ends the syncs of the pod, and the kill waits for the relist at 11.3 s.
    expect(deedsOf(result, 'start')).toEqual([
      '1281 main#0 runs',
      '11300 Killing main',
      '11300 SIGTERM main#0',
      '11300 StopContainer main#0 (7)',
      '18300 SIGKILL main#0',
      '18310 main#0 exits 137',
    ]);
  });

  test('fails with the reason, which is told only when its containers have stopped', () => {
    expect(phasesOf(result)).toEqual(['Pending', 'Running', 'Failed']);
    expect(lastStatus(result)).toMatchObject({ status: { phase: 'Failed', reason: 'DeadlineExceeded' } });
    expect(eventsOf(result)).toContain('DeadlineExceeded');
  });
});

test('an HTTP probe that times out is noticed a millisecond after its time', () => {
  const result = run({
    main: { livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } },
    behaviour: { main: { liveness: { timeline: [[0, 'hang']] } } },
    untilMs: 6_000,
  });
  const probe = factsOf(result).find(({ fact }) => fact.kind === 'probe');
  const event = factsOf(result).find(({ fact }) => fact.kind === 'event' && fact.reason === 'Unhealthy');
  expect(probe?.fact).toMatchObject({ outcome: 'timeout', durMs: 1_000 });
  expect((event?.ms ?? 0) - (probe?.ms ?? 0)).toBe(1);
});

test('an init container that runs again in a new sandbox counts on from what the API says', () => {
  const result = run({
    spec: { initContainers: [{ name: 'migrate', image: 'migrate:1' }] },
    behaviour: { migrate: { runMs: 1_000 } },
    actions: [{ atMs: 10_000, op: 'sandboxDeath', pod: 'web' }],
    untilMs: 20_000,
  });
  const attempts = factsOf(result).flatMap(({ fact }) =>
    fact.kind === 'cri' && fact.call === 'CreateContainer' && fact.phase === 'end'
      ? [`${fact.container ?? ''} attempt ${fact.attempt ?? 0}`]
      : [],
  );
  expect(attempts).toEqual(['migrate#0 attempt 0', 'main#0 attempt 0', 'migrate#1 attempt 1', 'main#1 attempt 1']);
});

test('the back-off of a crashing container is forgotten when the kubelet restarts', () => {
  const crashes = { behaviour: { main: { runMs: 1_000, exitCode: 1 } }, untilMs: 16_000 };
  const starts = (result: Run): readonly string[] => deedsOf(result, 'start').filter((line) => line.endsWith(' runs'));
  // Without a restart the third instance waits for 10 s after the end of the second.
  expect(starts(run(crashes))).toEqual(['1281 main#0 runs', '2371 main#1 runs', '13671 main#2 runs']);
  expect(starts(run({ ...crashes, actions: kubeletDown(5_000, 6_000) }))).toContain('6721 main#2 runs');
});
