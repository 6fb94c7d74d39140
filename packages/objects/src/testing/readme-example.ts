import { validatePod, withDefaults } from '../index.ts';
import type { Pod } from '../index.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'main', image: 'web:1', lifecycle: { preStop: { sleep: { seconds: 45 } } } }] },
};

export const printed: readonly string[] = [
  `grace: ${withDefaults(pod).spec.terminationGracePeriodSeconds} s`,
  ...validatePod(pod).map(({ severity, path, message }) => `${severity} at ${path.join('.')}: ${message}`),
];
