import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import {
  deedsOf,
  deleteAt,
  deliveriesOf,
  eventsOf,
  factsOf,
  goneAt,
  kubeletDown,
  scenarioOf,
} from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const preStopSleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const run = (sketch: Sketch): Run => runScenario(scenarioOf(sketch));

/** The states of `main` that the API showed: `time phase state`, without repetitions. */
const shownOf = (result: Run): readonly string[] => {
  const shown = factsOf(result).flatMap(({ ms, fact }) => {
    if (fact.kind !== 'status') return [];
    const main = fact.status.containers?.find(({ name }) => name === 'main');
    const state = `${main?.id ?? '-'} ${main?.state ?? '-'}${main?.reason === undefined ? '' : ` ${main.reason}`}`;
    return [{ ms, text: `${fact.status.phase} ${state}` }];
  });
  return shown.filter(({ text }, index) => text !== shown[index - 1]?.text).map(({ ms, text }) => `${ms} ${text}`);
};

/**
 * W1 to W13 are the worked time-lines that docs/fidelity.md names; the pod is seen at 650 ms, and relists are at 300 ms
 * past each second.
 */
describe('starts', () => {
  test('W1: the API shows a container as running only when its PostStart is over', () => {
    const result = run({
      main: { lifecycle: { postStart: exec } },
      behaviour: { main: { postStart: [{ ms: 2_500, ok: true }] } },
      untilMs: 50_000,
    });
    expect(deedsOf(result, 'start')).toEqual([
      '1281 main#0 runs',
      '1281 postStart main#0 begins',
      '3781 postStart main#0 ends ok',
    ]);
    expect(shownOf(result)).toEqual(['654 Pending - waiting ContainerCreating', '3786 Running main#0 running']);
  });

  test('W2: a PostStart that fails kills the container; the first restart is at once, the second after 10 s', () => {
    const result = run({
      main: { lifecycle: { postStart: exec } },
      behaviour: { main: { postStart: [{ ms: 500, ok: false }], sigterm: { exitAfterMs: 200 } } },
      untilMs: 14_000,
    });
    expect(deedsOf(result, 'start')).toEqual([
      '1281 main#0 runs',
      '1281 postStart main#0 begins',
      '1781 FailedPostStartHook main',
      '1781 Killing main',
      '1781 SIGTERM main#0',
      '1781 StopContainer main#0 (30)',
      '1781 postStart main#0 ends fail',
      '1981 main#0 exits 0',
      '2370 main#1 runs',
      '2370 postStart main#1 begins',
      '2870 FailedPostStartHook main',
      '2870 Killing main',
      '2870 SIGTERM main#1',
      '2870 StopContainer main#1 (30)',
      '2870 postStart main#1 ends fail',
      '3070 main#1 exits 0',
      '13671 main#2 runs',
      '13671 postStart main#2 begins',
    ]);
    expect(shownOf(result).slice(1)).toEqual([
      '2303 Running main#0 waiting PostStartHookError',
      '3303 Running main#1 waiting PostStartHookError',
      '4303 Running main#1 waiting CrashLoopBackOff',
    ]);
  });
});

describe('deletions', () => {
  test('W3: PreStop, SIGTERM, the end of the sandbox, the last status, and the object is gone at the next relist', () => {
    const result = run({
      main: preStopSleep(5),
      behaviour: { main: { sigterm: { exitAfterMs: 2_000, exitCode: 143 } } },
      actions: [deleteAt(20_000)],
    });
    expect(deedsOf(result).filter((line) => /SIGTERM|exits/.test(line))).toEqual([
      '5000 SIGTERM main#0',
      '7000 main#0 exits 143',
    ]);
    expect(shownOf(result).slice(-1)).toEqual(['27037 Failed main#0 terminated Error']);
    expect(goneAt(result)).toBe(27_303);
  });

  test('W5: nothing of a deletion happens while PostStart runs, and the whole grace begins after it', () => {
    const result = run({
      main: { lifecycle: { postStart: exec } },
      behaviour: { main: { postStart: [{ ms: 60_000, ok: true }], sigterm: { exitAfterMs: null } } },
      actions: [deleteAt(10_000)],
    });
    expect(deedsOf(result, 'start').slice(2)).toEqual([
      '61281 postStart main#0 ends ok',
      '61283 Killing main',
      '61283 SIGTERM main#0',
      '61283 StopContainer main#0 (30)',
      '91283 SIGKILL main#0',
      '91293 main#0 exits 137',
    ]);
  });

  test('W7: a second deletion with less grace is stored and changes nothing that runs', () => {
    const twice = run({ main: preStopSleep(20), actions: [deleteAt(20_000, 30), deleteAt(22_000, 5)] });
    const once = run({ main: preStopSleep(20), actions: [deleteAt(20_000, 30)] });
    expect(deedsOf(twice)).toEqual(deedsOf(once));
    expect(deedsOf(twice)).toContain('20000 StopContainer main#0 (10)');
  });

  test('W8: a forced deletion takes the object away at once, and the containers die by the old schedule', () => {
    const forced = run({ main: preStopSleep(20), actions: [deleteAt(20_000, 30), deleteAt(22_000, 0)] });
    const once = run({ main: preStopSleep(20), actions: [deleteAt(20_000, 30)] });
    expect(goneAt(forced)).toBe(22_000);
    expect(deedsOf(forced)).toEqual(deedsOf(once));
    expect(factsOf(forced).filter(({ ms, fact }) => ms > 22_000 && fact.kind === 'status')).toEqual([]);
  });

  test('W10: a kubelet that comes back begins again, with PreStop and all of the grace', () => {
    const sketch = { main: preStopSleep(20), behaviour: { main: { sigterm: { exitAfterMs: null } } } };
    const during = run({ ...sketch, actions: [deleteAt(20_000), ...kubeletDown(28_000, 32_357)] });
    expect(deedsOf(during)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '7991 preStop main#0 ends kubeletStop',
      '12999 Killing main',
      '12999 preStop main#0 begins',
      '32999 SIGTERM main#0',
      '32999 StopContainer main#0 (10)',
      '32999 preStop main#0 ends ok',
      '42999 SIGKILL main#0',
      '43009 main#0 exits 137',
    ]);
  });

  test('W10: the runtime sends SIGTERM once, however often the container is stopped', () => {
    const sketch = { main: preStopSleep(20), behaviour: { main: { sigterm: { exitAfterMs: null } } } };
    const after = deedsOf(run({ ...sketch, actions: [deleteAt(20_000), ...kubeletDown(45_000, 50_000)] }));
    expect(after.filter((line) => line.includes('SIGTERM'))).toEqual(['20000 SIGTERM main#0']);
    expect(after.filter((line) => line.includes('StopContainer'))).toEqual([
      '20000 StopContainer main#0 (10)',
      '50642 StopContainer main#0 (10)',
    ]);
    expect(after).toContain('60642 SIGKILL main#0');
  });
});

describe('kills that the kubelet decides on', () => {
  test('W6: the third failure of a liveness probe kills, and the same sync starts the next instance', () => {
    const result = run({
      main: { livenessProbe: exec, lifecycle: { preStop: exec } },
      behaviour: { main: { liveness: { timeline: [[25_000, 'fail']] } } },
      untilMs: 60_000,
    });
    expect(eventsOf(result).filter((reason) => reason === 'Unhealthy').length).toBe(3);
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (30)',
      '0 preStop main#0 begins',
      '0 preStop main#0 ends ok',
      '100 main#0 exits 0',
      '170 main#1 runs',
    ]);
  });

  test('W12: a hard eviction gives PreStop 1 s; reason and DisruptionTarget come with the terminal phase', () => {
    const result = run({
      main: preStopSleep(5),
      behaviour: { main: { sigterm: { exitAfterMs: 500, exitCode: 143 } } },
      actions: [{ atMs: 20_000, op: 'evict', pod: 'web' }],
    });
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '1000 SIGTERM main#0',
      '1000 StopContainer main#0 (2)',
      '1500 main#0 exits 143',
      '5000 preStop main#0 ends ok',
    ]);
    const last = factsOf(result)
      .flatMap(({ fact }) => (fact.kind === 'status' ? [fact.status] : []))
      .slice(-1);
    expect(last).toMatchObject([
      { phase: 'Failed', reason: 'Evicted', conditions: { DisruptionTarget: 'True:TerminationByKubelet' } },
    ]);
    expect(goneAt(result)).toBeUndefined();
  });

  test('W12: an evicted pod whose containers all exit 0 ends Succeeded, and says nothing of the eviction', () => {
    const result = run({ actions: [{ atMs: 20_000, op: 'evict', pod: 'web' }] });
    const last = factsOf(result)
      .flatMap(({ fact }) => (fact.kind === 'status' ? [fact.status] : []))
      .slice(-1)[0];
    expect(last?.phase).toBe('Succeeded');
    expect(last?.reason).toBeUndefined();
  });

  test('W13: when the containers of a Job are done its sidecar is stopped with its PreStop, and the pod Succeeded', () => {
    const proxy = { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', ...preStopSleep(2) } as const;
    const result = run({
      spec: { restartPolicy: 'Never', initContainers: [proxy] },
      behaviour: { main: { runMs: 20_000 }, proxy: { sigterm: { exitAfterMs: 1_000 } } },
    });
    expect(deedsOf(result)).toEqual([
      '0 Killing proxy',
      '0 preStop proxy#0 begins',
      '2000 SIGTERM proxy#0',
      '2000 StopContainer proxy#0 (28)',
      '2000 preStop proxy#0 ends ok',
      '3000 proxy#0 exits 0',
    ]);
    expect(shownOf(result).slice(-1)[0]).toContain('Succeeded');
    expect(deliveriesOf(result, 'preStop')).toEqual(['proxy#0:0']);
  });
});
