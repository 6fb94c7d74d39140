import type { ApiPod } from '../api-pod.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import { hookOf, isRunnable, sendHook } from './hook.ts';
import { findContainer, restartPolicyOf } from './spec.ts';
import type { PodState, PodTurn, Sync } from './state.ts';

/** A mutant: the containers that a kubelet finds get PostStart from it. */
export const repeatPostStarts = (pod: PodState, turn: PodTurn, sync: Sync, api: ApiPod): void => {
  if (pod.features.mutants['poststart-again-after-restart'] !== true) return;
  for (const { id, name, state } of sync.status.containers) {
    const handler = hookOf(findContainer(api.spec, name), 'postStart');
    if (state === 'running' && handler !== undefined && isRunnable(handler))
      sendHook(pod, turn, 'postStart', handler, name, id);
  }
};

/** What the worker decides by: all that the runtime has; a mutant forgets exits from before the start of the kubelet. */
export const knownStatus = (pod: PodState, api: ApiPod, status: RuntimePodStatus): RuntimePodStatus => {
  if (pod.features.mutants['restart-never-runs-twice'] !== true || restartPolicyOf(api.spec) !== 'Never') return status;
  const containers = status.containers.filter(
    ({ state, finishedAt }) => state !== 'exited' || (finishedAt ?? 0) >= pod.kubeletStart,
  );
  return { ...status, containers };
};
