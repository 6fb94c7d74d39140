import { expect, test } from 'vitest';
import type { Container, Pod, PodSpec } from './pod.ts';
import { validatePod } from './validate-pod.ts';

const podOf = (spec: Partial<PodSpec>): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'main', image: 'web:1' }], ...spec },
});

const withContainer = (fields: Partial<Container>): Pod =>
  podOf({ containers: [{ name: 'main', image: 'web:1', ...fields }] });

const found = (pod: Pod): readonly string[] => validatePod(pod).map(({ code, path }) => `${code} ${path.join('.')}`);

test('a plain pod has no problems', () => {
  expect(found(podOf({}))).toEqual([]);
});

const main = 'spec.containers.0';
for (const [what, pod, problems] of [
  [
    'two handlers in one hook',
    withContainer({ lifecycle: { preStop: { exec: { command: ['a'] }, sleep: { seconds: 1 } } } }),
    [`two-handlers ${main}.lifecycle.preStop.sleep`],
  ],
  ['no handler in a hook', withContainer({ lifecycle: { postStart: {} } }), [`no-handler ${main}.lifecycle.postStart`]],
  [
    'an exec without a command',
    withContainer({ lifecycle: { preStop: { exec: {} } } }),
    [`missing-field ${main}.lifecycle.preStop.exec.command`],
  ],
  [
    'a negative sleep',
    withContainer({ lifecycle: { preStop: { sleep: { seconds: -1 } } } }),
    [`negative-number ${main}.lifecycle.preStop.sleep.seconds`],
  ],
  [
    'a sleep beyond the default grace',
    withContainer({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
    [`invalid-value ${main}.lifecycle.preStop.sleep.seconds`],
  ],
  ['a sleep as long as the grace', withContainer({ lifecycle: { preStop: { sleep: { seconds: 30 } } } }), []],
  ['a sleep of zero', withContainer({ lifecycle: { preStop: { sleep: { seconds: 0 } } } }), []],
  [
    'a stop signal without a system',
    withContainer({ lifecycle: { stopSignal: 'SIGUSR1' } }),
    [`not-allowed-here ${main}.lifecycle.stopSignal`],
  ],
  [
    'a liveness success threshold of 2',
    withContainer({ livenessProbe: { exec: { command: ['a'] }, successThreshold: 2 } }),
    [`invalid-value ${main}.livenessProbe.successThreshold`],
  ],
  [
    'a readiness success threshold of 2',
    withContainer({ readinessProbe: { exec: { command: ['a'] }, successThreshold: 2 } }),
    [],
  ],
  [
    'a negative period',
    withContainer({ startupProbe: { exec: { command: ['a'] }, periodSeconds: -1 } }),
    [`negative-number ${main}.startupProbe.periodSeconds`],
  ],
  [
    'a grace of a readiness probe',
    withContainer({ readinessProbe: { grpc: { port: 1 }, terminationGracePeriodSeconds: 5 } }),
    [`not-allowed-here ${main}.readinessProbe.terminationGracePeriodSeconds`],
  ],
  [
    'a grace of zero of a liveness probe',
    withContainer({ livenessProbe: { grpc: { port: 1 }, terminationGracePeriodSeconds: 0 } }),
    [`invalid-value ${main}.livenessProbe.terminationGracePeriodSeconds`],
  ],
  [
    'a port out of range',
    withContainer({ ports: [{ containerPort: 65_536 }] }),
    [`invalid-value ${main}.ports.0.containerPort`],
  ],
  [
    'two ports of one name',
    withContainer({
      ports: [
        { name: 'http', containerPort: 80 },
        { name: 'http', containerPort: 81 },
      ],
    }),
    [`duplicate-name ${main}.ports.1.name`],
  ],
  ['a name with capitals', withContainer({ name: 'Main' }), [`invalid-value ${main}.name`]],
  ['no image', withContainer({ image: '' }), [`missing-field ${main}.image`]],
  [
    'rules without a policy',
    withContainer({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] }),
    [`missing-field ${main}.restartPolicyRules`],
  ],
  ['no containers', podOf({ containers: [] }), ['missing-field spec.containers']],
  [
    'a negative grace',
    podOf({ terminationGracePeriodSeconds: -1 }),
    ['negative-number spec.terminationGracePeriodSeconds'],
  ],
  ['an active deadline of zero', podOf({ activeDeadlineSeconds: 0 }), ['invalid-value spec.activeDeadlineSeconds']],
  [
    'two containers of one name',
    podOf({ initContainers: [{ name: 'main', image: 'a' }] }),
    ['duplicate-name spec.initContainers.0.name'],
  ],
  [
    'a hook of a regular init container',
    podOf({ initContainers: [{ name: 'init', image: 'a', lifecycle: { preStop: { sleep: { seconds: 1 } } } }] }),
    ['not-allowed-here spec.initContainers.0.lifecycle'],
  ],
  [
    'a hook of a sidecar',
    podOf({
      initContainers: [
        { name: 'init', image: 'a', restartPolicy: 'Always', lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      ],
    }),
    [],
  ],
  [
    'a probe of a regular init container',
    podOf({ initContainers: [{ name: 'init', image: 'a', startupProbe: { grpc: { port: 1 } } }] }),
    ['not-allowed-here spec.initContainers.0.startupProbe'],
  ],
] as const) {
  test(`${what} gives ${problems.length === 0 ? 'no problem' : 'its problem at its field'}`, () => {
    expect(found(pod)).toEqual(problems);
  });
}

test('a negative grace is a warning, since the API server takes it', () => {
  expect(validatePod(podOf({ terminationGracePeriodSeconds: -1 }))[0]?.severity).toBe('warning');
});
