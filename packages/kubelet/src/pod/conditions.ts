import type { PodSpec } from '@simlet/objects';

import type { CompactContainerStatus, Phase } from '../facts.ts';
import type { Features } from '../features.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import { statusNamed } from './shown-status.ts';
import { initContainers, isSidecar } from './spec.ts';

type Statuses = {
  readonly init: readonly CompactContainerStatus[];
  readonly regular: readonly CompactContainerStatus[];
};

/** *Source:* pkg/kubelet/status/generate.go; docs/fidelity.md 7.4. */
export const conditionsOf = (
  spec: PodSpec,
  statuses: Statuses,
  phase: Phase,
  runtime: RuntimePodStatus,
  features: Features,
  old: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> => {
  const wasInitialized = features.initializedStays && old?.['Initialized']?.startsWith('True') === true;
  const containersReady = containersReadyCondition(spec, statuses, phase);
  const conditions: Record<string, string> = {
    ContainersReady: containersReady,
    Initialized: initializedCondition(spec, statuses, phase, wasInitialized, features),
    PodScheduled: 'True',
    Ready: readyCondition(spec, containersReady),
  };
  if (features.sandboxCondition) conditions['PodReadyToStartContainers'] = sandboxReady(runtime) ? 'True' : 'False';
  return conditions;
};

/** The newest sandbox is ready to be used. */
export const sandboxReady = (runtime: RuntimePodStatus): boolean => {
  const newest = runtime.sandboxes[0];
  return newest !== undefined && newest.ready;
};

const readyCondition = (spec: PodSpec, containersReady: string): string => {
  if (containersReady !== 'True') return containersReady;
  return (spec.readinessGates ?? []).length > 0 ? 'False:ReadinessGatesNotReady' : 'True';
};

/** Regular containers and sidecars count. */
export const containersReadyCondition = (spec: PodSpec, statuses: Statuses, phase: Phase): string => {
  if (phase === 'Succeeded' && areAll(spec, statuses, isKnown)) return 'False:PodCompleted';
  if (phase === 'Failed' && areAll(spec, statuses, isKnown)) return 'False:PodFailed';
  return areAll(spec, statuses, isReady) ? 'True' : 'False:ContainersNotReady';
};

type StatusTest = (status: CompactContainerStatus | undefined) => boolean;

const isKnown: StatusTest = (status) => status !== undefined;
const isReady: StatusTest = (status) => status?.ready === true;

const areAll = (spec: PodSpec, { init, regular }: Statuses, test: StatusTest): boolean =>
  initContainers(spec).every((container) => !isSidecar(container) || test(statusNamed(init, container.name))) &&
  spec.containers.every((container) => test(statusNamed(regular, container.name)));

const initializedCondition = (
  spec: PodSpec,
  statuses: Statuses,
  phase: Phase,
  was: boolean,
  features: Features,
): string => {
  const containers = initContainers(spec);
  if (phase === 'Succeeded') return 'True:PodCompleted';
  if (containers.length === 0 || was) return 'True';
  if (features.startedContainerInitializes && statuses.regular.some((status) => hasStarted(status, features)))
    return 'True';
  const incomplete = containers.filter((container) => {
    const status = statusNamed(statuses.init, container.name);
    if (status === undefined) return true;
    return isSidecar(container) ? !status.started : !status.ready;
  });
  return incomplete.length === 0 ? 'True' : 'False:ContainersNotInitialized';
};

const hasStarted = (status: CompactContainerStatus, features: Features): boolean =>
  status.state !== 'waiting' ||
  (features.remembersRemovedInstances && (status.last?.state === 'terminated' || status.started === true));
