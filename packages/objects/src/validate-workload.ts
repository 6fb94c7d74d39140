import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';
import { podTemplatePaths } from './pod-template.ts';
import type { PodSpec } from './pod.ts';
import { validateMetadata, validatePodSpec } from './validate-pod.ts';
import { validateNotNegative, validateOneOf } from './validate-values.ts';
import { restartPoliciesOf } from './workload-resource.ts';
import type { JobSpec, WorkloadResource } from './workload-resource.ts';

/**
 * Checks a workload whose fields have the right names and types: the pods that it makes, and what its kind asks of them.
 * Paths start at the workload.
 *
 * *Source*: pkg/apis/apps/validation/validation.go, pkg/apis/batch/validation/validation.go.
 */
export function validateWorkload(resource: WorkloadResource): readonly Problem[] {
  const specPath = [...podTemplatePaths[resource.kind], 'spec'];
  const spec = podSpecOf(resource);
  return [
    ...validateMetadata(resource.metadata),
    ...validateOwnFields(resource),
    ...validatePodSpec(spec, specPath),
    ...validateRestartPolicy(resource, spec, [...specPath, 'restartPolicy']),
    ...unless(!isController(resource) || spec.activeDeadlineSeconds === undefined, () =>
      problemAt(
        [...specPath, 'activeDeadlineSeconds'],
        'not-allowed-here',
        `the pods of a ${resource.kind} may not have activeDeadlineSeconds`,
      ),
    ),
  ];
}

function podSpecOf(resource: WorkloadResource): PodSpec {
  switch (resource.kind) {
    case 'Pod':
      return resource.spec;
    case 'CronJob':
      return resource.spec.jobTemplate.spec.template.spec;
    default:
      return resource.spec.template.spec;
  }
}

const isController = ({ kind }: WorkloadResource): boolean => restartPoliciesOf[kind].length === 1;

function validateRestartPolicy(resource: WorkloadResource, spec: PodSpec, path: ProblemPath): readonly Problem[] {
  const allowed = restartPoliciesOf[resource.kind];
  const given = spec.restartPolicy ?? 'Always';
  // A word that is no policy at all is reported with the spec.
  if (!restartPoliciesOf.Pod.includes(given) || allowed.includes(given)) return [];
  const unset = spec.restartPolicy === undefined ? 'not set, which means Always' : given;
  return [
    problemAt(
      path,
      'invalid-value',
      `restartPolicy is ${unset}, and must be ${allowed.join(' or ')} in a ${resource.kind}`,
    ),
  ];
}

function validateOwnFields(resource: WorkloadResource): readonly Problem[] {
  switch (resource.kind) {
    case 'Pod':
      return [];
    case 'Deployment':
      return [
        ...validateNotNegative(resource.spec, ['replicas', 'minReadySeconds', 'progressDeadlineSeconds'], ['spec']),
        ...validateOneOf(resource.spec.strategy?.type, ['Recreate', 'RollingUpdate'], ['spec', 'strategy', 'type']),
      ];
    case 'ReplicaSet':
      return validateNotNegative(resource.spec, ['replicas', 'minReadySeconds'], ['spec']);
    case 'StatefulSet':
      return [
        ...validateNotNegative(resource.spec, ['replicas', 'minReadySeconds'], ['spec']),
        ...validateOneOf(
          resource.spec.podManagementPolicy,
          ['OrderedReady', 'Parallel'],
          ['spec', 'podManagementPolicy'],
        ),
        ...validateOneOf(
          resource.spec.updateStrategy?.type,
          ['RollingUpdate', 'OnDelete'],
          ['spec', 'updateStrategy', 'type'],
        ),
      ];
    case 'DaemonSet':
      return [
        ...validateNotNegative(resource.spec, ['minReadySeconds'], ['spec']),
        ...validateOneOf(
          resource.spec.updateStrategy?.type,
          ['RollingUpdate', 'OnDelete'],
          ['spec', 'updateStrategy', 'type'],
        ),
      ];
    case 'Job':
      return validateJobSpec(resource.spec, ['spec']);
    case 'CronJob':
      return [
        ...validateNotNegative(resource.spec, ['startingDeadlineSeconds'], ['spec']),
        ...validateOneOf(
          resource.spec.concurrencyPolicy,
          ['Allow', 'Forbid', 'Replace'],
          ['spec', 'concurrencyPolicy'],
        ),
        ...validateJobSpec(resource.spec.jobTemplate.spec, ['spec', 'jobTemplate', 'spec']),
      ];
  }
}

const jobNumbers = [
  'parallelism',
  'completions',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
] as const;

function validateJobSpec(spec: JobSpec, path: ProblemPath): readonly Problem[] {
  return [
    ...validateNotNegative(spec, jobNumbers, path),
    ...validateOneOf(spec.completionMode, ['NonIndexed', 'Indexed'], [...path, 'completionMode']),
    ...validateOneOf(spec.podReplacementPolicy, ['TerminatingOrFailed', 'Failed'], [...path, 'podReplacementPolicy']),
  ];
}
