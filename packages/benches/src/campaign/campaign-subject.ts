import type { Scenario } from '@simlet/cluster';
import type { CampaignSubject } from '@simlet/explorer';
import { invariants } from '@simlet/properties';
import { executeScenario } from '@simlet/trials';

/** A pod with hooks and probes that is created and deleted while kubelet, runtime and watches may fail. */
const SCENARIO: Scenario = {
  format: 'simlet.scenario/1',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'checkout' },
      spec: {
        terminationGracePeriodSeconds: 30,
        containers: [
          {
            name: 'main',
            image: 'checkout:1',
            lifecycle: { postStart: { exec: { command: ['warm-up'] } }, preStop: { exec: { command: ['drain'] } } },
            readinessProbe: { httpGet: { path: '/ready', port: 8_080 }, periodSeconds: 5 },
            livenessProbe: { httpGet: { path: '/alive', port: 8_080 }, periodSeconds: 10 },
          },
        ],
      },
    },
  ],
  behaviour: { main: { postStart: [{ ms: 500, ok: true }], preStop: [{ ms: 2_000, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'checkout' },
    { atMs: 30_000, op: 'delete', pod: 'checkout' },
  ],
  untilMs: 150_000,
  faults: { kubeletCrash: true, runtime: true, lag: true },
};

/** What the campaign of the bench explores: whole scenarios, judged by all invariants, no fact kept. */
export const campaignSubject: CampaignSubject = {
  name: 'checkout',
  experiment: (chooser, options) => executeScenario(SCENARIO, invariants, chooser, options),
  marks: [],
};
