import { MILLISECOND } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import { buildWorld } from './build-world.ts';
import { podInApi } from './pod-in-api.ts';
import { runScenario } from './run.ts';
import type { Run } from './run.ts';
import type { Action, Scenario } from './scenario.ts';
import { deedsOf, eventsOf, factsOf, kubeletDown, phasesOf } from './testing/scenarios.ts';

const add = (atMs: number): Action => ({ atMs, op: 'addStaticPod', pod: 'web' });
const takeAway = (atMs: number): Action => ({ atMs, op: 'removeStaticPod', pod: 'web' });
const stop = (atMs: number): Action => ({ atMs, op: 'kubeletStop' });
const start = (atMs: number): Action => ({ atMs, op: 'kubeletStart' });

interface Sketch {
  readonly restartPolicy?: 'Never';
  readonly behaviour?: Scenario['behaviour'][string];
  readonly deviations?: Scenario['deviations'];
}

/** A static pod with a PreStop of 5 s, whose process ends 3 s after SIGTERM. */
const scenarioOf = (actions: readonly Action[], { restartPolicy, behaviour, deviations }: Sketch = {}): Scenario => ({
  format: 'simlet.scenario/1',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        terminationGracePeriodSeconds: 20,
        containers: [{ name: 'main', image: 'web:1', lifecycle: { preStop: { sleep: { seconds: 5 } } } }],
        ...(restartPolicy === undefined ? {} : { restartPolicy }),
      },
    },
  ],
  behaviour: { main: { sigterm: { exitAfterMs: 3_000, exitCode: 0 }, ...behaviour } },
  actions,
  untilMs: 120_000,
  ...(deviations === undefined ? {} : { deviations }),
});

const run = (actions: readonly Action[], sketch?: Sketch): Run => runScenario(scenarioOf(actions, sketch));

/** Each change of objects in the API, with who asked for it. */
const objectsOf = (of: Run): readonly string[] =>
  factsOf(of).flatMap(({ ms, fact }) => {
    if (fact.kind !== 'api') return [];
    const result = fact.result === undefined ? '' : `: ${fact.result}`;
    return [`${ms} ${fact.op} by ${fact.by ?? 'user'}${result}`];
  });

const startsOf = (of: Run): readonly string[] => deedsOf(of, 'start').filter((line) => line.endsWith(' runs'));

/** The mirror of `web` at this time. */
const mirrorAt = (scenario: Scenario, ms: number): ReturnType<typeof podInApi> => {
  const world = buildWorld(scenario);
  world.run(ms * MILLISECOND);
  return podInApi(world, 'default', 'web');
};

/** *Source:* docs/fidelity.md 3.1 C, 5.2 and 5.3. */
describe('a static pod', () => {
  test('runs without anybody having posted it', () => {
    expect(startsOf(run([add(1_000)]))).toEqual(['1631 main#0 runs']);
  });

  test('whose file is removed is killed with its own grace, PreStop first', () => {
    expect(deedsOf(run([add(1_000), takeAway(20_000)]))).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '5000 SIGTERM main#0',
      '5000 StopContainer main#0 (15)',
      '5000 preStop main#0 ends ok',
      '8000 main#0 exits 0',
    ]);
  });

  test('whose file is there all along runs on over a crash of the kubelet', () => {
    expect(deedsOf(run([add(1_000), ...kubeletDown(20_000, 30_000)]), 'start')).toEqual(['1631 main#0 runs']);
  });

  test('whose file came while the kubelet was down starts with the kubelet', () => {
    const [first, ...more] = startsOf(run([stop(1_000), add(5_000), start(10_000)]));
    expect(Number(first?.split(' ')[0])).toBeGreaterThan(10_650);
    expect(more).toEqual([]);
  });

  test('whose file goes while the kubelet is down dies as an orphan, without PreStop', () => {
    const orphan = run([add(1_000), stop(20_000), takeAway(25_000), start(30_000)]);
    expect(deedsOf(orphan)).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (2)',
      '2000 SIGKILL main#0',
      '2010 main#0 exits 137',
    ]);
    expect(objectsOf(orphan)).toEqual(['1001 created by kubelet', '32650 delete by kubelet: removed']);
  });

  test('is neither evicted nor preempted', () => {
    for (const op of ['evict', 'preempt'] as const) {
      const spared = run([add(1_000), { atMs: 20_000, op, pod: 'web' }]);
      expect(eventsOf(spared)).not.toContain(op === 'evict' ? 'Evicted' : 'Preempting');
      expect(deedsOf(spared, 'start')).toEqual(['1631 main#0 runs']);
    }
  });

  test('that is killed never gets a terminal phase; one that ends by itself does', () => {
    expect(phasesOf(run([add(1_000), takeAway(20_000)]))).toEqual(['Pending', 'Running']);
    const ended = run([add(1_000)], { restartPolicy: 'Never', behaviour: { runMs: 4_000 } });
    expect(phasesOf(ended)).toEqual(['Pending', 'Running', 'Succeeded']);
    expect(objectsOf(ended)).toEqual(['1001 created by kubelet']);
  });
});

/** *Source:* docs/fidelity.md 1.3.10. */
describe('a second static pod of one name', () => {
  const secondStart = (of: Run): number => Number(startsOf(of)[1]?.split(' ')[0]);

  test('starts only when the first is finished, at the tick 10 s after its file', () => {
    expect(deedsOf(run([add(1_000), add(20_017)]), 'start')).toEqual([
      '1631 main#0 runs',
      '20018 Killing main',
      '20018 preStop main#0 begins',
      '25018 SIGTERM main#0',
      '25018 StopContainer main#0 (15)',
      '25018 preStop main#0 ends ok',
      '28018 main#0 exits 0',
      '30831 main#1 runs',
    ]);
  });

  test('tries again as often as the first is not finished', () => {
    const stubborn = run([add(1_000), add(20_017)], { behaviour: { sigterm: { exitAfterMs: null } } });
    expect(deedsOf(stubborn, 'start')).toContain('40028 main#0 exits 137');
    expect(secondStart(stubborn)).toBeGreaterThan(41_600);
    expect(secondStart(stubborn)).toBeLessThan(42_600);
  });

  test('waits up to half as long again, as the decision says', () => {
    const deviations = [{ name: 'kubelet.jitter/static-start/web', occurrence: 0, outcome: 499 }];
    const late = run([add(1_000), add(20_017)], { deviations });
    expect(secondStart(late)).toBeGreaterThan(35_600);
    expect(secondStart(late)).toBeLessThan(36_600);
  });

  test('that was removed while it waited is never started', () => {
    expect(startsOf(run([add(1_000), add(20_017), takeAway(24_000)]))).toEqual(['1631 main#0 runs']);
  });

  test('starts at once where the first is gone already', () => {
    expect(startsOf(run([add(1_000), takeAway(20_000), add(60_000)]))[1]).toMatch(/^60\d\d\d main#1 runs$/);
  });
});

/** *Source:* docs/fidelity.md 5.6 and 1.3.9. */
describe('the mirror pod', () => {
  test('is made by the first sync, shows the status, and goes with the first housekeeping after the pod is gone', () => {
    const scenario = scenarioOf([add(1_000), takeAway(20_000)]);
    expect(objectsOf(runScenario(scenario))).toEqual(['1001 created by kubelet', '28650 delete by kubelet: removed']);
    expect(mirrorAt(scenario, 10_000)).toMatchObject({
      uid: 'static-web-0',
      mirror: 'uid-web-0',
      status: { phase: 'Running' },
    });
    expect(mirrorAt(scenario, 10_000)?.static).toBeUndefined();
    expect(mirrorAt(scenario, 28_000)).toBeDefined();
    expect(mirrorAt(scenario, 29_000)).toBeUndefined();
  });

  test('that a user deletes is deleted for good and made again, and no container notices', () => {
    const scenario = scenarioOf([add(1_000), { atMs: 20_000, op: 'delete', pod: 'web' }]);
    const deleted = runScenario(scenario);
    expect(objectsOf(deleted)).toEqual([
      '1001 created by kubelet',
      '20000 delete by user: graceful',
      '20009 delete by kubelet: removed',
      '20009 created by kubelet',
    ]);
    expect(deedsOf(deleted, 'start')).toEqual(['1631 main#0 runs']);
    expect(mirrorAt(scenario, 40_000)).toMatchObject({ mirror: 'uid-web-1', status: { phase: 'Running' } });
  });

  test('that a user deletes by force comes back with the next sync', () => {
    const forced = run([add(1_000), { atMs: 20_000, op: 'delete', pod: 'web', gracePeriodSeconds: 0 }]);
    expect(objectsOf(forced)).toEqual([
      '1001 created by kubelet',
      '20000 delete by user: removed',
      '20009 delete by kubelet: notFound',
      '20300 created by kubelet',
    ]);
    expect(deedsOf(forced, 'start')).toEqual(['1631 main#0 runs']);
  });

  test('that was deleted while the kubelet was down is made again when it is back', () => {
    const actions: readonly Action[] = [add(1_000), stop(20_000), { atMs: 22_000, op: 'delete', pod: 'web' }];
    const scenario = scenarioOf([...actions, start(30_000)]);
    expect(
      objectsOf(runScenario(scenario))
        .slice(2)
        .map((line) => line.replace(/^\d+ /, '')),
    ).toEqual(['delete by kubelet: removed', 'created by kubelet']);
    expect(mirrorAt(scenario, 50_000)).toMatchObject({ mirror: 'uid-web-1', status: { phase: 'Running' } });
  });

  test('survives a crash of the kubelet as it is', () => {
    const crash = run([add(1_000), ...kubeletDown(20_000, 30_000)]);
    expect(objectsOf(crash)).toEqual(['1001 created by kubelet']);
    expect(phasesOf(crash)).toEqual(['Pending', 'Running']);
  });

  test('of a pod whose file changed is replaced by that of the next one', () => {
    const scenario = scenarioOf([add(1_000), add(20_017)]);
    expect(objectsOf(runScenario(scenario))).toEqual([
      '1001 created by kubelet',
      '30601 delete by kubelet: removed',
      '30601 created by kubelet',
    ]);
    expect(mirrorAt(scenario, 60_000)).toMatchObject({ uid: 'static-web-1', status: { phase: 'Running' } });
  });

  test('gives way to a pod of its name that somebody posted before', () => {
    const scenario = scenarioOf([{ atMs: 0, op: 'create', pod: 'web' }, add(10_000)]);
    expect(objectsOf(runScenario(scenario))[1]).toBe('10001 created by kubelet: conflict');
    expect(mirrorAt(scenario, 60_000)?.mirror).toBeUndefined();
  });
});
