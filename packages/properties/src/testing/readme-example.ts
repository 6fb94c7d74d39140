import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { invariants, judge, promises } from '../index.ts';

const container = { name: 'main', image: 'web:1', lifecycle: { preStop: { exec: { command: ['drain'] } } } };
const scenario: Scenario = {
  format: 'simlet.scenario/1',
  pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }],
  behaviour: { main: { preStop: [{ ms: 45_000, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'web' },
    { atMs: 10_000, op: 'delete', pod: 'web' },
  ],
  untilMs: 60_000,
};

const judging = judge(scenario, [...invariants, ...promises]);
runScenario(scenario, { facts: 'none', onFact: ({ body, time }) => judging.observe(body, time) });

export const printed: readonly string[] = judging
  .verdicts(scenario.untilMs * 1_000)
  .flatMap(({ violations }) => violations.map(({ invariant, message }) => `${invariant}: ${message}`));
