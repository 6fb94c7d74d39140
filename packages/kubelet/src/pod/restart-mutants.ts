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

/** What the worker decides by: all that the runtime has; mutants overlook some of it. */
export const knownStatus = (pod: PodState, api: ApiPod, status: RuntimePodStatus): RuntimePodStatus => {
  const { mutants } = pod.features;
  const forgets = mutants['restart-never-runs-twice'] === true && restartPolicyOf(api.spec) === 'Never';
  if (!forgets && mutants['start-timeout-duplicate'] !== true) return status;
  const containers = status.containers.filter(({ name, state, finishedAt }) => {
    // Exits from before the start of the kubelet.
    if (forgets) return state !== 'exited' || (finishedAt ?? 0) >= pod.kubeletStart;
    // What runs although its start was an error.
    return state !== 'running' || pod.reasons[name]?.reason !== 'RunContainerError';
  });
  return { ...status, containers };
};
