import { factText } from '@simlet/core';
import { runScenario } from '../index.ts';
import type { Scenario } from '../index.ts';

const container = { name: 'main', image: 'web:1', lifecycle: { preStop: { exec: { command: ['drain'] } } } };
const scenario: Scenario = {
  format: 'simlet.scenario/1',
  pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }],
  behaviour: { main: { preStop: [{ ms: 4_000, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'web' },
    { atMs: 10_000, op: 'delete', pod: 'web' },
  ],
  untilMs: 30_000,
};

export const printed: readonly string[] = runScenario(scenario)
  .facts.filter(({ body }) => body.kind === 'hook' || body.kind === 'signal')
  .map(factText);
