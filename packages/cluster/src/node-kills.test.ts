import type { Fact } from '@simlet/kubelet';
import { expect, test } from 'vitest';
import { runScenario } from './run.ts';
import type { Action, Scenario } from './scenario.ts';

const pod = (name: string, grace: number, priority = 0): Scenario['pods'][number] => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    priority,
    terminationGracePeriodSeconds: grace,
    containers: [{ name: 'main', image: 'a:1', lifecycle: { preStop: { exec: { command: ['drain'] } } } }],
  },
});

const run = (pods: Scenario['pods'], action: Action, preStopMs: number | null): readonly [number, Fact][] => {
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods,
    behaviour: { main: { preStop: [{ ms: preStopMs, ok: true }], sigterm: { exitAfterMs: null } } },
    actions: [...pods.map((each): Action => ({ atMs: 1_000, op: 'create', pod: each.metadata.name ?? '' })), action],
    untilMs: 200_000,
  };
  return runScenario(scenario).facts.map(({ time, body }) => [time / 1_000 - action.atMs, body]);
};

const signals = (facts: readonly [number, Fact][], signal: string): readonly (readonly [number, string])[] =>
  facts.flatMap(([ms, fact]) => (fact.kind === 'signal' && fact.signal === signal ? [[ms, fact.pod] as const] : []));

test('a preempted pod has its own grace for its hook and its process, and ends as Preempting', () => {
  const facts = run([pod('a', 20)], { atMs: 10_017, op: 'preempt', pod: 'a' }, 4_000);
  expect(signals(facts, 'SIGTERM')).toEqual([[4_001, 'a']]);
  expect(signals(facts, 'SIGKILL')).toEqual([[20_001, 'a']]);
  const last = facts.flatMap(([, fact]) => (fact.kind === 'status' ? [fact.status] : [])).at(-1);
  expect(last).toMatchObject({
    phase: 'Failed',
    reason: 'Preempting',
    message: 'Preempted in order to admit critical pod',
  });
  expect(last?.conditions['DisruptionTarget']).toBe('True:TerminationByKubelet');
});

test('a node that shuts down kills regular pods first, each with the seconds of its group or its own grace if that is less', () => {
  const pods = [pod('patient', 60), pod('quick', 5), pod('critical', 60, 2_000_000_000)];
  const facts = run(pods, { atMs: 10_017, op: 'nodeShutdown', gracePeriodSeconds: 30, criticalPodsSeconds: 10 }, null);
  expect(signals(facts, 'SIGTERM')).toEqual([
    [5_001, 'quick'],
    [20_001, 'patient'],
    [30_001, 'critical'],
  ]);
  expect(signals(facts, 'SIGKILL')).toEqual([
    [7_001, 'quick'],
    [22_001, 'patient'],
    [32_001, 'critical'],
  ]);
  const reasons = facts.flatMap(([, fact]) => (fact.kind === 'status' ? [fact.status.reason] : []));
  expect(reasons.filter((reason) => reason === 'Terminated')).toHaveLength(3);
});

test('critical pods need not wait for the seconds of a group that is down', () => {
  const pods = [pod('quick', 5), pod('critical', 60, 2_000_000_000)];
  const facts = run(pods, { atMs: 10_017, op: 'nodeShutdown', gracePeriodSeconds: 30, criticalPodsSeconds: 10 }, 0);
  const [quick, critical] = signals(facts, 'SIGTERM');
  expect(quick).toEqual([1, 'quick']);
  expect(critical?.[0]).toBeGreaterThan(5_000);
  expect(critical?.[0]).toBeLessThan(6_000);
});
