import { SECOND } from '@simlet/core';
import type { Container } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import { SIGKILL_EXIT_CODE } from '../constants.ts';
import type { CompactContainerStatus, CompactTermination } from '../facts.ts';
import type { Features } from '../features.ts';
import type { InstanceStatus, RuntimePodStatus } from '../runtime/status.ts';
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
    const old = inputs.old.find((status) => status.name === container.name);
    const instances = inputs.runtime.containers.filter((instance) => instance.name === container.name);
    const [newest, previous] = instances;
    const status =
      newest === undefined ? withoutInstance(inputs, container, old) : withInstance(inputs, newest, previous, old);
    return withStartFailure(inputs, container, status);
  });

const withoutInstance = (
  inputs: StatusInputs,
  container: Container,
  old: CompactContainerStatus | undefined,
): CompactContainerStatus => {
  const waiting: CompactContainerStatus = {
    name: container.name,
    state: 'waiting',
    reason: inputs.hasInit ? 'PodInitializing' : 'ContainerCreating',
    ready: false,
    started: false,
    restartCount: old?.restartCount ?? 0,
    ...(old?.last === undefined ? {} : { last: old.last }),
  };
  if (old === undefined) return waiting;
  // What is done may be removed at any time; its status stays: that of init containers, and of all when the pod ends.
  const waitsAgain = inputs.features.remembersRemovedInstances && !inputs.init && !inputs.podIsTerminal;
  if (old.state === 'terminated' && !waitsAgain) return old;
  if (old.state !== 'running' || waiting.last?.state === 'terminated') return waiting;
  const last: CompactTermination = {
    state: 'terminated',
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was deleted.  The container used to be Running',
    exitCode: SIGKILL_EXIT_CODE,
  };
  const restarts = inputs.pod.deletionTimestamp === undefined ? 1 : 0;
  return { ...waiting, last, restartCount: waiting.restartCount + restarts };
};

const withInstance = (
  inputs: StatusInputs,
  newest: InstanceStatus,
  previous: InstanceStatus | undefined,
  old: CompactContainerStatus | undefined,
): CompactContainerStatus => {
  const remembers = inputs.features.remembersRemovedInstances;
  const inherited = remembers ? inheritedLast(newest, old) : undefined;
  const last = previous === undefined ? inherited : lastOf(previous);
  return {
    name: newest.name,
    id: newest.id,
    ...stateOf(newest),
    ready: false,
    started: false,
    restartCount: remembers ? Math.max(newest.attempt, old?.restartCount ?? 0) : newest.attempt,
    ...(last === undefined ? {} : { last }),
  };
};

const lastOf = (previous: InstanceStatus): CompactTermination =>
  previous.state === 'exited' ? termination(previous) : stateOf(previous);

/** The instance before may be removed already: then the status before this one knows how it ended. */
const inheritedLast = (
  newest: InstanceStatus,
  old: CompactContainerStatus | undefined,
): CompactTermination | undefined => {
  if (old === undefined) return undefined;
  if (old.id !== newest.id && old.state === 'terminated') return terminationOf(old);
  return old.last;
};

const stateOf = (instance: InstanceStatus): Pick<CompactContainerStatus, 'state'> & Partial<CompactContainerStatus> => {
  if (instance.state === 'created') return { state: 'waiting' };
  if (instance.state === 'running') return { state: 'running', startedAtS: seconds(instance.startedAt) };
  const { reason, exitCode, startedAtS, finishedAtS } = termination(instance);
  return {
    state: 'terminated',
    ...(reason === undefined ? {} : { reason }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(startedAtS === undefined ? {} : { startedAtS }),
    ...(finishedAtS === undefined ? {} : { finishedAtS }),
  };
};

const seconds = (time: number | undefined): number => Math.floor((time ?? 0) / SECOND);

const termination = (instance: InstanceStatus): CompactTermination => ({
  state: 'terminated',
  id: instance.id,
  reason: instance.reason ?? '',
  exitCode: instance.exitCode ?? 0,
  startedAtS: seconds(instance.startedAt),
  finishedAtS: seconds(instance.finishedAt),
});

/** The termination that a status in state `terminated` tells of. */
export const terminationOf = (status: CompactContainerStatus): CompactTermination => ({
  state: 'terminated',
  ...(status.id === undefined ? {} : { id: status.id }),
  ...(status.reason === undefined ? {} : { reason: status.reason }),
  ...(status.message === undefined ? {} : { message: status.message }),
  ...(status.exitCode === undefined ? {} : { exitCode: status.exitCode }),
  ...(status.startedAtS === undefined ? {} : { startedAtS: status.startedAtS }),
  ...(status.finishedAtS === undefined ? {} : { finishedAtS: status.finishedAtS }),
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
  status: CompactContainerStatus,
): CompactContainerStatus => {
  const newest = newestOf(inputs.runtime, container.name);
  if (inputs.init && newest?.state === 'exited' && newest.exitCode === 0) return status;
  if (!mayRestart(inputs.pod, restartPolicies(inputs.features, container), inputs.runtime)) return status;
  const failure = inputs.reasons[container.name];
  if (failure === undefined) return status;
  const last = status.state === 'terminated' ? terminationOf(status) : status.last;
  return {
    name: status.name,
    ...(status.id === undefined ? {} : { id: status.id }),
    state: 'waiting',
    reason: failure.reason,
    ...(failure.message === '' ? {} : { message: failure.message }),
    ready: status.ready,
    started: status.started ?? false,
    restartCount: status.restartCount,
    ...(last === undefined ? {} : { last }),
  };
};
