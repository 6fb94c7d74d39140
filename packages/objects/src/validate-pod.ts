import type { ObjectMeta, Pod, PodSpec } from './pod.ts';
import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';
import { validateContainer } from './validate-container.ts';
import { validateLabel, validateOneOf, validateSubdomain } from './validate-values.ts';

/** Checks a Pod whose fields have the right names and types, as the API server does. Paths start at the pod. */
export function validatePod(pod: Pod): readonly Problem[] {
  return [...validateMetadata(pod.metadata), ...validatePodSpec(pod.spec, ['spec'])];
}

/** Checks name and namespace, where they are set. *Source*: ValidateObjectMeta in k8s.io/apimachinery/pkg/api/validation. */
export function validateMetadata({ name, namespace }: ObjectMeta): readonly Problem[] {
  return [
    ...(name === undefined ? [] : validateSubdomain(name, ['metadata', 'name'])),
    ...(namespace === undefined ? [] : validateLabel(namespace, ['metadata', 'namespace'])),
  ];
}

/**
 * Checks the spec of a pod or of a pod template.
 *
 * *Source*: ValidatePodSpec in pkg/apis/core/validation/validation.go.
 */
export function validatePodSpec(spec: PodSpec, path: ProblemPath): readonly Problem[] {
  const {
    containers,
    initContainers = [],
    activeDeadlineSeconds: deadline,
    terminationGracePeriodSeconds: grace,
  } = spec;
  const deadlinePath = [...path, 'activeDeadlineSeconds'];
  return [
    ...unless(containers.length > 0, () =>
      problemAt([...path, 'containers'], 'missing-field', 'the pod has no containers'),
    ),
    ...validateOneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], [...path, 'restartPolicy']),
    ...(grace === undefined || grace >= 0 ? [] : [negativeGrace(grace, path)]),
    ...unless(deadline === undefined || (deadline >= 1 && deadline <= 2_147_483_647), () =>
      problemAt(deadlinePath, 'invalid-value', `activeDeadlineSeconds is ${deadline ?? 0}, and must be at least 1`),
    ),
    ...initContainers.flatMap((container, index) =>
      validateContainer(container, spec, true, [...path, 'initContainers', index]),
    ),
    ...containers.flatMap((container, index) =>
      validateContainer(container, spec, false, [...path, 'containers', index]),
    ),
    ...validateNames(spec, path),
  ];
}

/** *Source*: CheckGracefulDelete in pkg/registry/core/pod/strategy.go; validation lets it pass. */
function negativeGrace(grace: number, path: ProblemPath): Problem {
  return {
    severity: 'warning',
    code: 'negative-number',
    message: `terminationGracePeriodSeconds is ${grace}; the API server takes a negative grace period for 1 s`,
    path: [...path, 'terminationGracePeriodSeconds'],
  };
}

/** Container names are unique in the pod, init containers included. */
function validateNames(spec: PodSpec, path: ProblemPath): readonly Problem[] {
  const seen = new Set<string>();
  return (['containers', 'initContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap(({ name }, index) => {
      const fresh = !seen.has(name);
      seen.add(name);
      return unless(fresh, () =>
        problemAt([...path, list, index, 'name'], 'duplicate-name', `two containers are named "${name}"`),
      );
    }),
  );
}
