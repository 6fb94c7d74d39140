import { expect, test } from 'vitest';
import type { PodSpec } from './pod.ts';
import { podTemplateOf } from './pod-template.ts';
import { validateWorkload } from './validate-workload.ts';
import type { CronJob, Deployment, Job, StatefulSet } from './workload-resource.ts';

const spec: PodSpec = { containers: [{ name: 'main', image: 'web:1' }] };
const template = { metadata: { labels: { app: 'web' } }, spec };

const deployment: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template },
};
const job: Job = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate' },
  spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } },
};

test('the pod of a workload has the labels of the template, the namespace of the workload and a name of its own', () => {
  expect(podTemplateOf(deployment, 2)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-2', namespace: 'shop', labels: { app: 'web' } },
    spec,
  });
});

test('the pods of a StatefulSet are numbered from its first ordinal', () => {
  const set: StatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { ordinals: { start: 5 }, template },
  };
  expect(podTemplateOf(set, 1).metadata.name).toBe('db-6');
});

test('a CronJob makes the pods of its jobs', () => {
  const cron: CronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly' },
    spec: { schedule: '0 0 * * *', jobTemplate: { spec: job.spec } },
  };
  expect(podTemplateOf(cron).spec.restartPolicy).toBe('Never');
  expect(validateWorkload(cron)).toEqual([]);
});

test('a long name leaves room for the number', () => {
  const name = podTemplateOf({ ...deployment, metadata: { name: 'x'.repeat(63) } }).metadata.name ?? '';
  expect(name).toBe(`${'x'.repeat(58)}-0`);
});

test('a pod that is posted as such keeps its name', () => {
  expect(podTemplateOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }).metadata.name).toBe('web');
});

test('a Deployment restarts its pods always', () => {
  const never: Deployment = { ...deployment, spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } } };
  expect(validateWorkload(deployment)).toEqual([]);
  expect(validateWorkload(never)).toEqual([
    {
      severity: 'error',
      code: 'invalid-value',
      message: 'restartPolicy is Never, and must be Always in a Deployment',
      path: ['spec', 'template', 'spec', 'restartPolicy'],
    },
  ]);
});

test('a Job has to say that it does not restart its pods always', () => {
  const silent: Job = { ...job, spec: { template: { spec } } };
  expect(validateWorkload(job)).toEqual([]);
  expect(validateWorkload(silent).map((problem) => problem.message)).toEqual([
    'restartPolicy is not set, which means Always, and must be OnFailure or Never in a Job',
  ]);
});

test('negative counts are found in the workload itself', () => {
  const less: Deployment = { ...deployment, spec: { ...deployment.spec, replicas: -1 } };
  expect(validateWorkload(less).map((problem) => problem.path)).toEqual([['spec', 'replicas']]);
});
