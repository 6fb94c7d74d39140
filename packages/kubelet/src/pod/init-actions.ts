import type { Container } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import type { Features } from '../features.ts';
import type { InstanceStatus, RuntimePodStatus } from '../runtime/status.ts';
import type { InstanceToKill, Verdicts } from './actions.ts';
import { initContainers, isSidecar, mayRestartAfterExit, newestOf } from './spec.ts';

/** What a sync does with init containers, and whether regular ones may start. */
export interface InitActions {
  /** All init containers are done, so that regular containers are looked at. */
  readonly initialised: boolean;
  readonly killPod: boolean;
  /** In spec order. */
  readonly toStart: readonly string[];
  readonly toKill: readonly InstanceToKill[];
}

interface Progress {
  initialised: boolean;
  /** Whether what comes before the init container looked at must have been done already. */
  previouslyInitialised: boolean;
  killPod: boolean;
  readonly toStart: Set<number>;
  readonly toKill: InstanceToKill[];
}

/**
 * Looks at the init containers from the last to the first: the last one that has a status decides.
 * *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions; docs/fidelity.md
 * 1.6.4.
 */
export const computeInitActions = (
  pod: ApiPod,
  status: RuntimePodStatus,
  verdicts: Verdicts,
  features: Features,
): InitActions => {
  const containers = initContainers(pod.spec);
  if (containers.length === 0) return { initialised: true, killPod: false, toStart: [], toKill: [] };
  const begun = pod.spec.containers.some((container) => {
    const state = newestOf(status, container.name)?.state;
    if (state === 'exited') return features.mutants['app-before-init-after-reboot'] === true;
    return state === 'created' || state === 'running';
  });
  const progress: Progress = {
    initialised: begun,
    previouslyInitialised: begun,
    killPod: false,
    toStart: new Set(),
    toKill: [],
  };
  for (let index = containers.length - 1; index >= 0 && !progress.killPod; index -= 1) {
    const container = containers[index];
    if (container === undefined) continue;
    const newest = newestOf(status, container.name);
    if (newest === undefined) {
      if (progress.previouslyInitialised && isSidecar(container)) progress.toStart.add(index);
      continue;
    }
    if (progress.previouslyInitialised && !isSidecar(container)) continue;
    const last = index === containers.length - 1;
    if (newest.state === 'created') progress.toStart.add(index);
    else if (newest.state === 'running') lookAtRunning(progress, container, newest, index, last, verdicts, features);
    else lookAtExited(progress, pod, container, newest, index, last, features);
    progress.previouslyInitialised = true;
  }
  if (progress.killPod) return { initialised: false, killPod: true, toStart: [], toKill: progress.toKill };
  if (!progress.previouslyInitialised) progress.toStart.add(0);
  const toStart = containers.filter((_container, index) => progress.toStart.has(index)).map((each) => each.name);
  return { initialised: progress.initialised, killPod: false, toStart, toKill: progress.toKill };
};

const lookAtRunning = (
  progress: Progress,
  container: Container,
  newest: InstanceStatus,
  index: number,
  last: boolean,
  verdicts: Verdicts,
  features: Features,
): void => {
  if (!isSidecar(container)) return;
  const kill = (why: string, reason: InstanceToKill['reason']): void => {
    progress.toKill.push({
      instance: newest.id,
      container: container.name,
      message: `Init container ${container.name} ${why}`,
      reason,
    });
    progress.toStart.add(index);
  };
  if (container.startupProbe !== undefined) {
    const startup = verdicts('startup', newest.id);
    if (startup !== 'success') {
      if (startup === 'failure') kill('failed startup probe', 'startup');
      return;
    }
  }
  if (last) progress.initialised = true;
  else if (!progress.previouslyInitialised) progress.toStart.add(index + 1);
  if (newest.image !== container.image && features.sidecarDefinitionChange) kill('definition changed', 'none');
  else if (container.livenessProbe !== undefined && verdicts('liveness', newest.id) === 'failure')
    kill('failed liveness probe', 'liveness');
};

const lookAtExited = (
  progress: Progress,
  pod: ApiPod,
  container: Container,
  newest: InstanceStatus,
  index: number,
  last: boolean,
  features: Features,
): void => {
  if (isSidecar(container)) {
    progress.toStart.add(index);
    return;
  }
  // A container that ran out of memory failed, whatever its exit code says.
  const outOfMemory = newest.reason === 'OOMKilled' && features.mutants['init-oom-counted-as-success'] !== true;
  if (newest.exitCode !== 0 || outOfMemory) {
    if (mayRestartAfterExit(pod.spec, container, newest.exitCode === 0 ? 1 : (newest.exitCode ?? 1)))
      progress.toStart.add(index);
    else progress.killPod = true;
    return;
  }
  if (last) progress.initialised = true;
  else progress.toStart.add(index + 1);
};
