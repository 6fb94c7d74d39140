import type { ApiPodStatus } from '../api-pod.ts';
import type { CompactContainerStatus } from '../facts.ts';
import type { Writable } from '../writable.ts';

/** A copy of a status to be changed: a literal, so that all statuses have one shape. */
export const copyOfStatus = (status: ApiPodStatus): Writable<ApiPodStatus> => ({
  phase: status.phase,
  reason: status.reason,
  message: status.message,
  conditions: status.conditions,
  containers: status.containers,
  initContainers: status.initContainers,
  podIP: status.podIP,
  observedGeneration: status.observedGeneration,
  startTime: status.startTime,
  transitions: status.transitions,
});

/** A copy of the status of a container, likewise. */
export const copyOfContainerStatus = (status: CompactContainerStatus): Writable<CompactContainerStatus> => ({
  name: status.name,
  id: status.id,
  state: status.state,
  reason: status.reason,
  message: status.message,
  exitCode: status.exitCode,
  startedAtS: status.startedAtS,
  finishedAtS: status.finishedAtS,
  ready: status.ready,
  started: status.started,
  restartCount: status.restartCount,
  last: status.last,
});

/** The status with this as its `started`; the same one where it is so already. */
export const asStarted = (status: CompactContainerStatus, started: boolean | undefined): CompactContainerStatus => {
  if (status.started === started) return status;
  const next = copyOfContainerStatus(status);
  next.started = started;
  return next;
};

/** The status with this as its `ready`; the same one where it is so already. */
export const asReady = (status: CompactContainerStatus, ready: boolean): CompactContainerStatus => {
  if (status.ready === ready) return status;
  const next = copyOfContainerStatus(status);
  next.ready = ready;
  return next;
};
