import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import type { Action } from './scenario.ts';
import { deedsOf, deleteAt, deliveriesOf, eventsOf, factsOf, goneAt, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const run = (sketch: Sketch): Run => runScenario(scenarioOf(sketch));
const down = (fromMs: number, toMs: number, takesContainers = false): readonly Action[] => [
  { atMs: fromMs, op: 'runtimeStop', takesContainers },
  { atMs: toMs, op: 'runtimeStart' },
];
const waitsOf = (result: Run): readonly string[] =>
  factsOf(result).flatMap(({ fact }) =>
    fact.kind === 'status' ? (fact.status.containers ?? []).map(({ reason }) => reason ?? '') : [],
  );

describe('while the runtime is down', () => {
  test('containers run on, and the kubelet does nothing and hears of nothing', () => {
    const result = run({ actions: down(20_000, 50_000) });
    expect(deedsOf(result, 'start')).toEqual(['1281 main#0 runs']);
  });

  test('a container that exits is seen, with its exit code, when the runtime is back', () => {
    const behaviour = { main: { runMs: 30_000, exitCode: 3 } };
    const result = run({ behaviour, actions: down(20_000, 50_000) });
    expect(deedsOf(result, 'start').slice(1, 3)).toEqual([
      '31281 main#0 exits 3',
      expect.stringMatching(/^50\d{3} main#1 runs$/),
    ]);
  });

  test('a pod that is deleted waits for it', () => {
    const result = run({ actions: [...down(20_000, 50_000), deleteAt(25_000)] });
    const [killing] = deedsOf(result);
    expect(killing).toBe('0 Killing main');
    expect(goneAt(result)).toBeGreaterThan(50_000);
    expect(goneAt(result)).toBeLessThan(60_000);
  });

  test('a pod that is created starts when it is back', () => {
    const result = run({ actions: down(500, 40_000) });
    expect(deedsOf(result, 'start')).toEqual([expect.stringMatching(/^4[0-9]{4} main#0 runs$/)]);
  });

  test('the commands of probes err and decide nothing', () => {
    const livenessProbe = { exec: { command: ['probe'] }, periodSeconds: 5, failureThreshold: 1 };
    const result = run({ main: { livenessProbe }, actions: down(20_000, 50_000) });
    expect(eventsOf(result)).toContain('Unhealthy');
    expect(eventsOf(result)).not.toContain('Killing');
  });
});

describe('the death of the runtime', () => {
  test('breaks a PostStart off, which fails it; the container cannot be killed and runs on', () => {
    const main = { lifecycle: { postStart: exec } };
    const behaviour = { main: { postStart: [{ ms: 5_000, ok: true }] } };
    const result = run({ main, behaviour, actions: down(3_000, 6_000) });
    expect(eventsOf(result)).toContain('FailedPostStartHook');
    expect(deedsOf(result).some((line) => line.includes('StopContainer main#0'))).toBe(true);
    expect(deedsOf(result).some((line) => line.includes('exits'))).toBe(false);
    expect(deliveriesOf(result, 'postStart')).toEqual(['main#0:0']);
  });

  test('gives a stop up without SIGKILL, and the kubelet kills the pod again when it is back', () => {
    const behaviour = { main: { sigterm: { exitAfterMs: null } } };
    const result = run({ behaviour, actions: [deleteAt(20_000, 5), ...down(22_000, 30_000)] });
    expect(eventsOf(result)).toContain('FailedKillPod');
    const deeds = deedsOf(result);
    expect(deeds.filter((line) => line.includes('SIGTERM'))).toHaveLength(1);
    expect(deeds.filter((line) => line.includes('StopContainer')).length).toBeGreaterThan(1);
    expect(goneAt(result)).toBeLessThan(50_000);
  });

  test('may take its containers with it: the pod is made anew', () => {
    const result = run({ actions: down(20_000, 25_000, true) });
    expect(deedsOf(result, 'start')).toEqual([
      '1281 main#0 runs',
      '20000 main#0 exits 137',
      expect.stringMatching(/^2[5-9]\d{3} main#1 runs$/),
    ]);
  });

  test('fails the look for an image', () => {
    const spec = {
      containers: [
        { name: 'one', image: 'one:1' },
        { name: 'two', image: 'two:1' },
      ],
    };
    const behaviour = { one: { startMs: 3_000 } };
    const result = run({ spec, behaviour, actions: down(2_500, 8_000) });
    expect(eventsOf(result)).toContain('InspectFailed');
    expect(waitsOf(result)).toContain('RunContainerError');
    expect(deedsOf(result, 'start').filter((line) => line.endsWith('runs'))).toHaveLength(2);
  });
});

test('a kubelet that starts without a runtime finds its pods when there is one', () => {
  const actions: readonly Action[] = [
    ...down(20_000, 40_000),
    { atMs: 22_000, op: 'kubeletStop' },
    { atMs: 24_000, op: 'kubeletStart' },
    deleteAt(30_000),
  ];
  const result = run({ actions });
  expect(goneAt(result)).toBeGreaterThan(40_000);
  expect(goneAt(result)).toBeLessThan(60_000);
});
