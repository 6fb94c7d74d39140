import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, deleteAt, factsOf, kubeletDown, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['check'] } };
const run = (sketch: Sketch): Run => runScenario(scenarioOf(sketch));

/** Probes of a run: `time probe container outcome`. */
const probesOf = (result: Run): readonly string[] =>
  factsOf(result).flatMap(({ ms, fact }) =>
    fact.kind === 'probe' ? [`${ms} ${fact.probe} ${fact.container} ${fact.outcome}`] : [],
  );

/** When `main` became ready in the API or ceased to be. */
const readinessOf = (result: Run): readonly string[] => {
  const shown = factsOf(result).flatMap(({ ms, fact }) =>
    fact.kind === 'status'
      ? [{ ms, ready: fact.status.containers?.find(({ name }) => name === 'main')?.ready === true }]
      : [],
  );
  return shown
    .filter(({ ready }, index) => ready !== (shown[index - 1]?.ready ?? false))
    .map(({ ms, ready }) => `${ms} ${ready ? 'ready' : 'not ready'}`);
};

describe('readiness', () => {
  test('is lost after as many failures as the threshold says, and comes back with one success', () => {
    const result = run({
      main: { readinessProbe: { ...exec, periodSeconds: 2, failureThreshold: 3 } },
      behaviour: {
        main: {
          readiness: {
            timeline: [
              [5_000, 'fail'],
              [14_000, 'ok'],
            ],
          },
        },
      },
      untilMs: 20_000,
    });
    const failures = probesOf(result).filter((line) => line.endsWith('fail'));
    const third = Number(failures[2]?.split(' ')[0]);
    const [ready, lost, back] = readinessOf(result);
    expect(ready).toMatch(/ ready$/);
    expect(lost).toBe(`${third + 3} not ready`);
    expect(back).toMatch(/ ready$/);
  });

  test('of what ran more than 10 s before a restart of the kubelet is kept until a probe says otherwise', () => {
    const main = { readinessProbe: { ...exec, periodSeconds: 5 } };
    const old = run({ main, actions: kubeletDown(20_000, 21_000), untilMs: 40_000 });
    expect(readinessOf(old).length).toBe(1);
    const young = run({ main, actions: kubeletDown(8_000, 9_000), untilMs: 40_000 });
    expect(readinessOf(young).map((line) => line.replace(/^\d+ /, ''))).toEqual(['ready', 'not ready', 'ready']);
  });
});

describe('liveness', () => {
  test('is not probed again between its verdict and the next instance, however long PreStop takes', () => {
    const result = run({
      main: { livenessProbe: { ...exec, periodSeconds: 1, failureThreshold: 2 }, lifecycle: { preStop: exec } },
      behaviour: {
        main: { preStop: [{ ms: 10_000, ok: true }], attempts: [{ liveness: { timeline: [[5_000, 'fail']] } }] },
      },
      untilMs: 20_000,
    });
    const kill = Number(
      deedsOf(result, 'start')
        .find((line) => line.includes('Killing'))
        ?.split(' ')[0],
    );
    const next = Number(
      deedsOf(result, 'start')
        .find((line) => line.includes('main#1 runs'))
        ?.split(' ')[0],
    );
    const times = probesOf(result).map((line) => Number(line.split(' ')[0]));
    expect(times.filter((time) => time > kill && time < next)).toEqual([]);
    expect(times.some((time) => time > next)).toBe(true);
  });

  test('waits for the startup probe, which is not probed again once it succeeded', () => {
    const result = run({
      main: {
        livenessProbe: { ...exec, periodSeconds: 1 },
        startupProbe: { ...exec, periodSeconds: 1, failureThreshold: 30 },
      },
      behaviour: {
        main: {
          startup: {
            timeline: [
              [0, 'fail'],
              [4_000, 'ok'],
            ],
          },
        },
      },
      untilMs: 10_000,
    });
    const kinds = probesOf(result).map((line) => line.split(' ').slice(1).join(' '));
    const passed = kinds.indexOf('startup main#0 ok');
    expect(kinds.slice(0, passed).every((kind) => kind === 'startup main#0 fail')).toBe(true);
    expect(kinds.slice(passed + 1).every((kind) => kind === 'liveness main#0 ok')).toBe(true);
    expect(kinds.length).toBeGreaterThan(passed + 2);
  });
});

test('a command that cannot be run is tried three times at once, and then does not count', () => {
  // The container dies after the relist at 10.3 s: the probe before the next relist still names it.
  const result = run({
    main: { readinessProbe: { ...exec, periodSeconds: 1 } },
    actions: [{ atMs: 10_310, op: 'killContainer', pod: 'web', container: 'main', exitCode: 1 }],
    untilMs: 11_299,
  });
  const errors = probesOf(result).filter((line) => line.endsWith('notRunning'));
  expect(errors.length).toBe(3);
  expect(new Set(errors).size).toBe(1);
  expect(readinessOf(result).length).toBe(1);
});

test('commands of probes that were made in a sync which a deletion cancelled are cancelled, requests are not', () => {
  const helper = { name: 'helper', image: 'helper:1', lifecycle: { postStart: exec, preStop: exec } };
  const sketch = (readinessProbe: object): Sketch => ({
    spec: { containers: [{ name: 'main', image: 'web:1', readinessProbe }, helper] },
    behaviour: {
      main: { sigterm: { exitAfterMs: 15_000 } },
      helper: { postStart: [{ ms: 5_000, ok: true }], preStop: [{ ms: 5_000, ok: true }] },
    },
    actions: [deleteAt(3_000)],
    untilMs: 20_000,
  });
  const outcomes = (result: Run): ReadonlySet<string> =>
    new Set(probesOf(result).map((line) => line.split(' ').slice(3).join(' ')));
  expect(outcomes(run(sketch({ ...exec, periodSeconds: 1 })))).toEqual(new Set(['canceled']));
  expect(outcomes(run(sketch({ httpGet: { port: 80 }, periodSeconds: 1 })))).toEqual(new Set(['ok']));
});
