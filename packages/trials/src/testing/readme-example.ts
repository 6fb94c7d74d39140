import type { Scenario } from '@simlet/cluster';
import { calmStrategy, explore, formatDeviations, singleDeviationStrategy } from '@simlet/explorer';
import { promises } from '@simlet/properties';
import { executeScenario } from '../index.ts';

const container = { name: 'main', image: 'db:1', lifecycle: { preStop: { exec: { command: ['flush'] } } } };
const scenario: Scenario = {
  format: 'simlet.scenario/1',
  pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'db' }, spec: { containers: [container] } }],
  behaviour: { main: { preStop: [{ ms: 6_000, ok: true }] } },
  actions: [
    { atMs: 500, op: 'create', pod: 'db' },
    { atMs: 15_000, op: 'delete', pod: 'db' },
  ],
  untilMs: 45_000,
  faults: { kubeletCrash: true },
};

const once = promises.filter(({ id }) => id === 'prestop-once');
const found = explore((chooser, options) => executeScenario(scenario, once, chooser, options), {
  strategies: [calmStrategy(), singleDeviationStrategy()],
});

export const printed: readonly string[] = found.failures.map(
  ({ breachId, execution }) => `${breachId}: ${formatDeviations(execution.deviations)}`,
);
