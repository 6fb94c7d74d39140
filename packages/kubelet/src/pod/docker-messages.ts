import type { Container, LifecycleHandler } from '@simlet/objects';

import { containerHash, shortHash } from '../container-hash.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { httpError } from './hook.ts';
import { formatPod } from './spec.ts';
import type { PodState, StartFailure } from './state.ts';
import type { KillReason } from './steps.ts';

/** `docker id 5c6a256a2567`: how events of the Docker manager call an instance. */
const dockerId = (pod: PodState, instance: string): string =>
  `docker id ${shortHash(containerHash(pod.uid, instance))}`;

export const dockerCreated = (pod: PodState, instance: string): string =>
  `Created container with ${dockerId(pod, instance)}; Security:[seccomp=unconfined]`;

export const dockerStarted = (pod: PodState, instance: string): string =>
  `Started container with ${dockerId(pod, instance)}`;

/** *Source:* Kubernetes v1.4, pkg/kubelet/dockertools/docker_manager.go, killContainer and its callers. */
export const dockerKilling = (
  pod: PodState,
  kill: {
    readonly instance: string;
    readonly container: string;
    readonly message: string;
    readonly reason: KillReason;
  },
  ofPod: boolean,
): string => `Killing container with ${dockerId(pod, kill.instance)}: ${killReason(pod, kill, ofPod)}`;

const killReason = (
  pod: PodState,
  kill: { readonly container: string; readonly message: string; readonly reason: KillReason },
  ofPod: boolean,
): string => {
  if (ofPod) return 'Need to kill pod.';
  if (kill.reason === 'liveness' || kill.reason === 'startup')
    return `pod "${formatPod(pod)}" container "${kill.container}" is unhealthy, it will be killed and re-created.`;
  return kill.message;
};

/** What the Docker manager says of a PostStart handler that failed; the Killing event and the status repeat it. */
export const dockerHookFailure = (
  pod: PodState,
  container: Container,
  handler: LifecycleHandler,
  answer: RuntimeAnswer | undefined,
): string => {
  if (handler.exec !== undefined)
    return `PostStart handler: Error executing in Docker Container: ${answer?.exitCode ?? 1}`;
  if (handler.httpGet !== undefined) return `PostStart handler: ${httpError(pod, container, handler, answer)}`;
  return `PostStart handler: Invalid handler: ${JSON.stringify(handler)}`;
};

/** A container that could not be started, as the error of a sync. *Source:* pkg/kubelet/container/sync_result.go. */
export const startError = (container: string, { reason, message }: StartFailure): string =>
  `failed to "StartContainer" for "${container}" with ${reason}: ${JSON.stringify(message)}`;

/** *Source:* Kubernetes v1.4, pkg/kubelet/pod_workers.go, managePodLoop; several errors stand in brackets. */
export const failedSync = (errors: readonly string[]): string => {
  const [first] = errors;
  return `Error syncing pod, skipping: ${errors.length === 1 ? first : `[${errors.join(', ')}]`}`;
};
