import type { CompactStatus, ContainerBehaviour } from '@simlet/kubelet';
import type { PodSpec } from '@simlet/objects';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../run.ts';
import type { Action } from '../scenario.ts';
import { killedAt, stops, times } from '../testing/trace-questions.ts';
import { toTrace, type TraceEntry } from './trace.ts';

/*
 * Pods that the recorded cases here do not have, under versions that differ in what becomes of them. The figures follow
 * the rules that recordings of each version gave: docs/kubernetes-versions.md.
 */
const UNTIL_MS = 60_000;

/** What a version leaves for a pod `p` that is created at 2017 ms. */
function podUnder(
  kubernetesVersion: string,
  spec: PodSpec,
  main: ContainerBehaviour,
  actions: readonly Action[] = [],
): readonly TraceEntry[] {
  const { facts } = runScenario(
    {
      format: 'simlet.scenario/1',
      kubernetesVersion,
      pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }],
      behaviour: { main },
      actions: [{ atMs: 2_017, op: 'create', pod: 'p' }, ...actions],
      untilMs: UNTIL_MS,
    },
    { facts: 'keep' },
  );
  return toTrace(facts, UNTIL_MS);
}

/** A pod whose container ignores SIGTERM and has a PreStop of `hookMs` (null: it hangs). */
function stubborn(
  grace: number,
  hookMs: number | null,
  actions: readonly Action[],
  version: string,
): readonly TraceEntry[] {
  const lifecycle = { preStop: { exec: { command: ['stop'] } } };
  const spec = { terminationGracePeriodSeconds: grace, containers: [{ name: 'main', image: 'main:1', lifecycle }] };
  return podUnder(version, spec, { sigterm: { exitAfterMs: null }, preStop: [{ ms: hookMs, ok: true }] }, actions);
}

describe('a container that ignores SIGTERM', () => {
  const hooks = (trace: readonly TraceEntry[]): number =>
    times(trace, (entry) => entry.kind === 'hook' && entry['phase'] === 'start').length;

  test.each([
    ['1.25', [3], 16_426],
    ['1.27', [3], 16_426],
    ['1.28', [2], 15_426],
    ['1.33', [2], 15_426],
  ])('and whose hook hangs is killed in %s after twice the grace, or 2 s after it', (version, seconds, killed) => {
    const trace = stubborn(3, null, [{ atMs: 10_417, op: 'delete', pod: 'p' }], version);
    expect([stops(trace), killedAt(trace)]).toEqual([seconds, [killed]]);
  });

  test.each([
    ['1.25', 0, [30], 40_426],
    ['1.27', 0, [30], 40_426],
    ['1.28', 1, [27], 40_426],
    ['1.29', 1, [27], 40_426],
    ['1.30', 1, [2], 13_426],
    ['1.33', 1, [2], 13_426],
  ])(
    'and that is force deleted has in %s its hook %i times and is killed in its time',
    (version, count, seconds, killed) => {
      const trace = stubborn(30, 3_000, [{ atMs: 10_417, op: 'delete', pod: 'p', gracePeriodSeconds: 0 }], version);
      expect([hooks(trace), stops(trace), killedAt(trace)]).toEqual([count, seconds, [killed]]);
    },
  );

  test.each([
    ['1.25', [1]],
    ['1.27', [1]],
    ['1.28', [2]],
    ['1.33', [2]],
  ])('and whose pod went while the kubelet was down is stopped in %s without a hook', (version, seconds) => {
    const trace = stubborn(
      30,
      3_000,
      [
        { atMs: 10_417, op: 'kubeletStop' },
        { atMs: 12_417, op: 'delete', pod: 'p', gracePeriodSeconds: 0 },
        { atMs: 15_223, op: 'kubeletStart' },
      ],
      version,
    );
    expect([hooks(trace), stops(trace)]).toEqual([0, seconds]);
  });

  test.each([
    ['1.25', [30]],
    ['1.27', [30]],
    ['1.28', [25]],
    ['1.33', [25]],
  ])('and that is evicted during its deletion has in %s what is left of the grace', (version, seconds) => {
    const actions: readonly Action[] = [
      { atMs: 10_417, op: 'delete', pod: 'p' },
      { atMs: 12_417, op: 'evict', pod: 'p', gracePeriodSeconds: 1 },
    ];
    expect(stops(stubborn(30, 5_000, actions, version))).toEqual(seconds);
  });
});

test.each([
  ['1.25', ['8034 False:ContainersNotReady', '8035 True']],
  ['1.27', ['8034 True']],
  ['1.33', ['8034 True']],
])('in %s two statuses within 3 ms are both written, or the newer one alone', (version, written) => {
  const startupProbe = { exec: { command: ['up'] }, periodSeconds: 1, failureThreshold: 30 };
  const spec = { containers: [{ name: 'main', image: 'main:1', startupProbe }] };
  const up: ContainerBehaviour = {
    startup: {
      timeline: [
        [0, 'fail'],
        [5_000, 'ok'],
      ],
    },
  };
  const ready = podUnder(version, spec, up)
    .filter((entry) => entry.kind === 'status' && entry.tMs > 8_000)
    .map((entry) => `${entry.tMs} ${(entry['status'] as CompactStatus).conditions['Ready']}`);
  expect(ready).toEqual(written);
});

test.each([
  ['1.30', 'Back-off pulling image "main:1"'],
  ['1.33', 'Back-off pulling image "main:1": ErrImagePull: '],
])('in %s a container in ImagePullBackOff waits with the message %s', (version, start) => {
  const trace = podUnder(version, { containers: [{ name: 'main', image: 'main:1' }] }, { pullErrors: 3 });
  const waiting = trace
    .filter((entry) => entry.kind === 'status')
    .flatMap((entry) => (entry['status'] as CompactStatus).containers ?? [])
    .filter((status) => status.reason === 'ImagePullBackOff');
  expect(waiting.length).toBeGreaterThan(1);
  expect(waiting.every((status) => status.message?.startsWith(start))).toBe(true);
  expect(waiting.every((status) => status.message === start)).toBe(version === '1.30');
});
