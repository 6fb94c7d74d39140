import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

const container = '{name: app, image: web:1}';

test('the items of a List are read one by one, and found in their lines', () => {
  const text = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings}
  - apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - ${container}
`;
  const { workloads, skipped, diagnostics } = readManifests(text, { file: '-' });
  expect(diagnostics).toEqual([]);
  expect(skipped).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', name: 'settings', line: 4 }]);
  expect(workloads.map(({ name, line }) => ({ name, line }))).toEqual([{ name: 'web', line: 7 }]);
  expect(workloads[0]?.locate(['spec', 'containers', 0, 'image'])).toEqual({ line: 12, column: 23, endColumn: 28 });
});

test('the template of a CronJob is found in its job', () => {
  const text = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [${container}]
`;
  const [workload] = readManifests(text, { file: '-' }).workloads;
  expect(workload?.pod.metadata.name).toBe('nightly-0');
  expect(workload?.locate(['spec', 'restartPolicy'])).toEqual({ line: 10, column: 11, endColumn: 24 });
  expect(workload?.resource).toMatchObject({ kind: 'CronJob', spec: { schedule: '0 0 * * *' } });
});

test('a kind that is not known is used when it holds a pod template', () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  strategy: {canary: {}}
  template:
    spec: {containers: [${container}]}
`;
  const { workloads, diagnostics } = readManifests(text, { file: '-' });
  expect(diagnostics).toEqual([]);
  expect(workloads.map(({ kind, name, resource }) => ({ kind, name, resource }))).toEqual([
    { kind: 'Rollout', name: 'web', resource: undefined },
  ]);
  expect(workloads[0]?.pod.spec.containers).toEqual([{ name: 'app', image: 'web:1' }]);
});

test('objects without pods are listed as skipped', () => {
  const text = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {}}
`;
  expect(readManifests(text, { file: '-' })).toMatchObject({
    workloads: [],
    diagnostics: [],
    skipped: [
      { kind: 'Service', name: 'web', line: 1 },
      { kind: 'PodDisruptionBudget', name: 'web', line: 6 },
    ],
  });
});

test('a removed version is read with a warning', () => {
  const text = `apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {}, template: {spec: {containers: [${container}]}}}\n`;
  const { workloads, diagnostics } = readManifests(text, { file: '-' });
  expect(workloads).toHaveLength(1);
  expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning apiVersion extensions/v1beta1 has no Deployment any more',
  ]);
});

test('anchors and merge keys are followed', () => {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - &base
      name: one
      image: web:1
      livenessProbe: &probe {tcpSocket: {port: 80}}
      readinessProbe: *probe
    - <<: *base
      name: two
`;
  const [workload] = readManifests(text, { file: '-' }).workloads;
  const probe = { tcpSocket: { port: 80 } };
  expect(workload?.pod.spec.containers).toEqual([
    { name: 'one', image: 'web:1', livenessProbe: probe, readinessProbe: probe },
    { name: 'two', image: 'web:1', livenessProbe: probe, readinessProbe: probe },
  ]);
});

test('JSON is YAML, tabs and a byte order mark included', () => {
  const text = `\u{feff}{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "web"},\n\t"spec": {"containers": [${'{"name": "app", "image": "web:1"}'}]}\n}\n`;
  const { workloads, diagnostics } = readManifests(text, { file: '-' });
  expect(diagnostics).toEqual([]);
  expect(workloads[0]?.locate(['spec'])).toEqual({ line: 5, column: 2, endColumn: 8 });
});

test('carriage returns at the ends of lines change nothing', () => {
  const text = `apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: web}\r\nspec:\r\n  containers: [${container}]\r\n---\r\n`;
  const { workloads } = readManifests(text, { file: '-' });
  expect(workloads[0]?.locate(['spec', 'containers'])).toEqual({ line: 5, column: 3, endColumn: 13 });
  expect(workloads[0]?.lineText(2)).toBe('kind: Pod');
});

test('the variables of a container are given where their values stand in the manifest', () => {
  const env =
    '[{name: A, value: "5"}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: A, value: "6"}]';
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: web, env: ${env}}]}\n`;
  const [workload] = readManifests(text, { file: '-' }).workloads;
  expect([...(workload?.environment('app') ?? [])]).toEqual([['A', '6']]);
  expect([...(workload?.environment('other') ?? [])]).toEqual([]);
});

test('an object without a name is called by its kind', () => {
  const { workloads, diagnostics } = readManifests(`apiVersion: v1\nkind: Pod\nspec: {containers: [${container}]}\n`, {
    file: '-',
  });
  expect(workloads.map(({ name, pod }) => [name, pod.metadata.name])).toEqual([['pod', 'pod-0']]);
  expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning the Pod has no metadata.name, which is required',
  ]);
});

test('a Knative Service is read, with its own fields in the template and without names of containers', () => {
  const text = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: hello}
spec:
  template:
    spec:
      containerConcurrency: 1
      terminationGracePeriodSecond: 60
      containers:
        - image: hello:1
`;
  const { workloads, diagnostics } = readManifests(text, { file: '-' });
  expect(workloads[0]?.pod.spec.containers).toEqual([{ name: 'container-0', image: 'hello:1' }]);
  expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning unknown field "terminationGracePeriodSecond" in spec: did you mean "terminationGracePeriodSeconds"?',
  ]);
});

test.each([
  ['ScaledJob', 'spec: {jobTargetRef: {template: {spec: {restartPolicy: Never, containers: [CONTAINER]}}}}'],
  ['StrimziPodSet', 'spec: {pods: [{kind: Pod, metadata: {name: a-0}, spec: {containers: [CONTAINER]}}]}'],
])('the pod template of a %s is found where it lies', (kind, spec) => {
  const text = `apiVersion: example.org/v1\nkind: ${kind}\nmetadata: {name: a}\n${spec.replace('CONTAINER', container)}\n`;
  const { workloads, diagnostics } = readManifests(text, { file: '-' });
  expect(diagnostics).toEqual([]);
  expect(workloads[0]?.pod.spec.containers).toEqual([{ name: 'app', image: 'web:1' }]);
});

test.each([
  [
    'a pattern of a policy',
    'spec: {rules: [{validate: {pattern: {spec: {containers: [{name: "*", image: "!*:latest"}]}}}}]}',
  ],
  ['what is no template after all', 'spec: {a: {b: {spec: {containers: [{name: x, image: y, ports: 3}]}}}}'],
])('%s is not taken for a pod template', (_what, spec) => {
  const text = `apiVersion: example.org/v1\nkind: Policy\nmetadata: {name: a}\n${spec}\n`;
  expect(readManifests(text, { file: '-' })).toMatchObject({
    workloads: [],
    diagnostics: [],
    skipped: [{ kind: 'Policy' }],
  });
});
