import { expect, test } from 'vitest';
import { defaultPullPolicy, probeWithDefaults, withDefaults } from './defaults.ts';
import type { Pod } from './pod.ts';

const bare: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'web:1',
        ports: [{ containerPort: 80 }],
        lifecycle: { preStop: { httpGet: { port: 80 } } },
        readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 0, failureThreshold: 7 },
      },
    ],
  },
};

test('what a pod leaves open is filled in as by the API server', () => {
  expect(withDefaults(bare)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: [
        {
          name: 'main',
          image: 'web:1',
          imagePullPolicy: 'IfNotPresent',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          lifecycle: { preStop: { httpGet: { port: 80, path: '/', scheme: 'HTTP' } } },
          readinessProbe: {
            tcpSocket: { port: 80 },
            initialDelaySeconds: 0,
            timeoutSeconds: 1,
            periodSeconds: 10,
            successThreshold: 1,
            failureThreshold: 7,
          },
        },
      ],
    },
  });
});

test('defaults are filled in once: a second time changes nothing', () => {
  expect(withDefaults(withDefaults(bare))).toEqual(withDefaults(bare));
});

test('a grace period of zero is kept, and a zero of a probe stands for its default', () => {
  const spec = { ...bare.spec, terminationGracePeriodSeconds: 0 };
  expect(withDefaults({ ...bare, spec }).spec.terminationGracePeriodSeconds).toBe(0);
  expect(probeWithDefaults({ timeoutSeconds: 0, successThreshold: 0 })).toMatchObject({
    timeoutSeconds: 1,
    successThreshold: 1,
  });
});

for (const [image, policy] of [
  ['web', 'Always'],
  ['web:latest', 'Always'],
  ['registry:5000/team/web', 'Always'],
  ['web:1.2', 'IfNotPresent'],
  ['registry:5000/team/web:1.2', 'IfNotPresent'],
  ['web@sha256:0123456789abcdef', 'IfNotPresent'],
  ['web:latest@sha256:0123456789abcdef', 'Always'],
] as const) {
  test(`the image ${image} is pulled ${policy}`, () => {
    expect(defaultPullPolicy(image)).toBe(policy);
  });
}
