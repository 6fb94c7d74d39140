import type { Scenario } from '@simlet/cluster';
import { promises } from '@simlet/properties';
import { calmStrategy, executeScenario, explore, formatDeviations, singleDeviationStrategy } from '../index.ts';

const lifecycle = { preStop: { exec: { command: ['drain'] } } };
const scenario: Scenario = {
  format: 'simlet.scenario/1',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'main', image: 'web:1', lifecycle }] },
    },
  ],
  behaviour: { main: { preStop: [{ ms: 4_000, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'web' },
    { atMs: 10_000, op: 'delete', pod: 'web' },
  ],
  untilMs: 60_000,
  faults: { kubeletCrash: true },
};

const once = promises.filter(({ id }) => id === 'prestop-once');
const found = explore((chooser, options) => executeScenario(scenario, once, chooser, options), {
  strategies: [calmStrategy(), singleDeviationStrategy()],
});

export const printed: readonly string[] = found.failures.map(
  ({ breachId, execution }) => `${breachId}: ${formatDeviations(execution.deviations)}`,
);
