import { SECOND } from '@simlet/core';
import type { Container } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import { SIGKILL_EXIT_CODE } from '../constants.ts';
import type { CompactContainerStatus, CompactTermination } from '../facts.ts';
import type { Features } from '../features.ts';
import type { Writable } from '../writable.ts';
import type { InstanceStatus, RuntimePodStatus } from '../runtime/status.ts';
import { statusNamed } from './shown-status.ts';
import { mayRestart, newestOf } from './spec.ts';
import type { StartFailure } from './state.ts';

/** What the statuses of one list of containers are made from. */
export interface StatusInputs {
  readonly pod: ApiPod;
  readonly runtime: RuntimePodStatus;
  readonly containers: readonly Container[];
  readonly old: readonly CompactContainerStatus[];
  readonly init: boolean;
  readonly hasInit: boolean;
  readonly podIsTerminal: boolean;
  readonly reasons: Readonly<Record<string, StartFailure>>;
  readonly features: Features;
}

/**
 * The statuses of the regular or of the init containers, in spec order, before `ready` and `started`.
 * *Source:* pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses; docs/fidelity.md 7.3.
 */
export const containerStatuses = (inputs: StatusInputs): readonly CompactContainerStatus[] =>
  inputs.containers.map((container) => {
    const old = statusNamed(inputs.old, container.name);
    const newest = newestOf(inputs.runtime, container.name);
    const status = newest === undefined ? withoutInstance(inputs, container, old) : withInstance(inputs, newest, old);
    const failure = inputs.reasons[container.name];
    return failure === undefined ? status : withStartFailure(inputs, container, newest, status, failure);
  });

const withoutInstance = (
  inputs: StatusInputs,
  container: Container,
  old: CompactContainerStatus | undefined,
): CompactContainerStatus => {
  const reason = inputs.hasInit ? 'PodInitializing' : 'ContainerCreating';
  const restartCount = old?.restartCount ?? 0;
  if (old === undefined) return waiting(container.name, reason, restartCount, undefined);
  // What is done may be removed at any time; its status stays: that of init containers, and of all when the pod ends.
  const waitsAgain = inputs.features.remembersRemovedInstances && !inputs.init && !inputs.podIsTerminal;
  if (old.state === 'terminated' && !waitsAgain) return old;
  if (old.state !== 'running' || old.last?.state === 'terminated')
    return waiting(container.name, reason, restartCount, old.last);
  const restarts = inputs.pod.deletionTimestamp === undefined ? 1 : 0;
  return waiting(container.name, reason, restartCount + restarts, LOST);
};

const LOST: CompactTermination = {
  state: 'terminated',
  id: undefined,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was deleted.  The container used to be Running',
  exitCode: SIGKILL_EXIT_CODE,
  startedAtS: undefined,
  finishedAtS: undefined,
};

const waiting = (
  name: string,
  reason: string,
  restartCount: number,
  last: CompactTermination | undefined,
): Writable<CompactContainerStatus> => ({
  name,
  id: undefined,
  state: 'waiting',
  reason,
  message: undefined,
  exitCode: undefined,
  startedAtS: undefined,
  finishedAtS: undefined,
  ready: false,
  started: false,
  restartCount,
  last,
});

const withInstance = (
  inputs: StatusInputs,
  newest: InstanceStatus,
  old: CompactContainerStatus | undefined,
): CompactContainerStatus => {
  const remembers = inputs.features.remembersRemovedInstances;
  const previous = inputs.runtime.containers.find((each) => each.name === newest.name && each !== newest);
  const state = shownState(newest);
  const ended = state === 'terminated';
  return {
    name: newest.name,
    id: newest.id,
    state,
    reason: ended ? (newest.reason ?? '') : undefined,
    message: undefined,
    exitCode: ended ? (newest.exitCode ?? 0) : undefined,
    startedAtS: state === 'waiting' ? undefined : seconds(newest.startedAt),
    finishedAtS: ended ? seconds(newest.finishedAt) : undefined,
    ready: false,
    started: false,
    restartCount: remembers ? Math.max(newest.attempt, old?.restartCount ?? 0) : newest.attempt,
    last: previous === undefined ? (remembers ? inheritedLast(newest, old) : undefined) : lastOf(previous),
  };
};

const lastOf = (previous: InstanceStatus): CompactTermination => {
  const state = shownState(previous);
  const ended = state === 'terminated';
  return {
    state,
    id: ended ? previous.id : undefined,
    reason: ended ? (previous.reason ?? '') : undefined,
    message: undefined,
    exitCode: ended ? (previous.exitCode ?? 0) : undefined,
    startedAtS: state === 'waiting' ? undefined : seconds(previous.startedAt),
    finishedAtS: ended ? seconds(previous.finishedAt) : undefined,
  };
};

/** The instance before may be removed already: then the status before this one knows how it ended. */
const inheritedLast = (
  newest: InstanceStatus,
  old: CompactContainerStatus | undefined,
): CompactTermination | undefined => {
  if (old === undefined) return undefined;
  if (old.id !== newest.id && old.state === 'terminated') return terminationOf(old);
  return old.last;
};

const shownState = (instance: InstanceStatus): CompactContainerStatus['state'] => {
  if (instance.state === 'created') return 'waiting';
  return instance.state === 'running' ? 'running' : 'terminated';
};

const seconds = (time: number | undefined): number => Math.floor((time ?? 0) / SECOND);

/** The termination that a status in state `terminated` tells of. */
export const terminationOf = (status: CompactContainerStatus): CompactTermination => ({
  state: 'terminated',
  id: status.id,
  reason: status.reason,
  message: status.message,
  exitCode: status.exitCode,
  startedAtS: status.startedAtS,
  finishedAtS: status.finishedAtS,
});

/** Up to 1.34 a status asks only the policy of the pod, even for sidecars. */
const restartPolicies = (features: Features, container: Container): Container => {
  if (features.restartRules) return container;
  const { restartPolicy: _policy, restartPolicyRules: _rules, ...rest } = container;
  return rest;
};

/** A container that could not be started and will be tried again is waiting, whatever state it was in. */
const withStartFailure = (
  inputs: StatusInputs,
  container: Container,
  newest: InstanceStatus | undefined,
  status: CompactContainerStatus,
  failure: StartFailure,
): CompactContainerStatus => {
  if (inputs.init && newest?.state === 'exited' && newest.exitCode === 0) return status;
  if (!mayRestart(inputs.pod, restartPolicies(inputs.features, container), inputs.runtime)) return status;
  const last = status.state === 'terminated' ? terminationOf(status) : status.last;
  const next = waiting(status.name, failure.reason, status.restartCount, last);
  next.id = status.id;
  if (failure.message !== '') next.message = failure.message;
  return next;
};
