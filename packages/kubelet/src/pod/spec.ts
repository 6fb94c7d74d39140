import type { Container, PodSpec, RestartPolicy } from '@simlet/objects';

import type { InstanceStatus, RuntimePodStatus } from '../runtime/status.ts';
import type { ApiPod } from '../api-pod.ts';

/** An init container that is restarted always: a sidecar. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

export const initContainers = (spec: PodSpec): readonly Container[] => spec.initContainers ?? [];

export const isInitContainer = (spec: PodSpec, name: string): boolean =>
  initContainers(spec).some((container) => container.name === name);

/** The container or init container of that name. */
export const findContainer = (spec: PodSpec, name: string): Container | undefined =>
  spec.containers.find((container) => container.name === name) ??
  initContainers(spec).find((container) => container.name === name);

export const restartPolicyOf = (spec: PodSpec): RestartPolicy => spec.restartPolicy ?? 'Always';

/** The place of a container that events name. */
export const fieldPathOf = (spec: PodSpec, name: string): string =>
  isInitContainer(spec, name) ? `spec.initContainers{${name}}` : `spec.containers{${name}}`;

/** `name_namespace(uid)`, as the kubelet names pods in messages. */
export const formatPod = (pod: { name: string; namespace: string; uid: string }): string =>
  `${pod.name}_${pod.namespace}(${pod.uid})`;

/** The newest instance of a container. */
export const newestOf = (status: RuntimePodStatus, name: string): InstanceStatus | undefined =>
  status.containers.find((instance) => instance.name === name);

/**
 * Whether a container that ended may start again. *Source:* pkg/kubelet/container/helpers.go,
 * ShouldContainerBeRestarted; docs/fidelity.md 1.6.5.
 */
export const mayRestart = (pod: ApiPod, container: Container, status: RuntimePodStatus): boolean => {
  if (pod.deletionTimestamp !== undefined) return false;
  const newest = newestOf(status, container.name);
  if (newest === undefined) return true;
  if (newest.state === 'running') return false;
  if (newest.state === 'created') return true;
  return mayRestartAfterExit(pod.spec, container, newest.exitCode ?? 0);
};

/** As `mayRestart`, by the exit code alone: rules first, then the own policy, then that of the pod. */
export const mayRestartAfterExit = (spec: PodSpec, container: Container, exitCode: number): boolean => {
  for (const rule of container.restartPolicyRules ?? []) {
    const listed = rule.exitCodes?.values?.includes(exitCode) ?? false;
    if (rule.exitCodes !== undefined && (rule.exitCodes.operator === 'In') === listed) return true;
  }
  const policy = container.restartPolicy ?? restartPolicyOf(spec);
  if (policy === 'Always') return true;
  return policy === 'OnFailure' && exitCode !== 0;
};
