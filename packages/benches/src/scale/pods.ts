import type { Scenario } from '@simlet/cluster';

type Pod = Scenario['pods'][number];

/** The node with a number from 0 on. */
export const nodeName = (index: number): string => `node-${index + 1}`;

const SPEC: Pod['spec'] = {
  terminationGracePeriodSeconds: 30,
  containers: [
    {
      name: 'main',
      image: 'web:1',
      lifecycle: { postStart: { exec: { command: ['warm-up'] } }, preStop: { exec: { command: ['drain'] } } },
      readinessProbe: { httpGet: { path: '/ready', port: 8_080 }, periodSeconds: 10 },
      livenessProbe: { httpGet: { path: '/alive', port: 8_080 }, periodSeconds: 10 },
    },
  ],
};

/** How all of them behave: half a second of PostStart, two of PreStop, and probes that succeed. */
export const BEHAVIOUR: Scenario['behaviour'] = {
  main: { postStart: [{ ms: 500, ok: true }], preStop: [{ ms: 2_000, ok: true }] },
};

/** Pods with hooks and probes, bound to the nodes in turn. What they have in common is one object. */
export const podsOn = (prefix: string, pods: number, nodes: number): readonly Pod[] => {
  const specs = Array.from({ length: nodes }, (_, index) => ({ ...SPEC, nodeName: nodeName(index) }));
  return Array.from({ length: pods }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${prefix}-${index}` },
    spec: specs[index % nodes] ?? SPEC,
  }));
};
