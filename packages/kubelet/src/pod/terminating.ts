import type { ApiPod } from '../api-pod.ts';
import { generateStatus } from './status.ts';
import { setStatus, terminatePod } from './status-manager.ts';
import { endSync } from './end-sync.ts';
import { podEvent } from './events.ts';
import { stopAllProbes, stopLivenessAndStartup } from './probe-workers.ts';
import type { PodState, PodTurn, Sync } from './state.ts';

/** *Source:* pkg/kubelet/kubelet.go, SyncTerminatingPod; docs/fidelity.md 1.3.7. */
export const beginTerminating = (pod: PodState, turn: PodTurn, sync: Sync): void => {
  const { statusOverride, grace } = pod.worker;
  if (sync.pod !== undefined) {
    const status = generateStatus(pod, turn, sync.pod, sync.status, false);
    if (statusOverride !== undefined) {
      status.phase = 'Failed';
      status.reason = statusOverride.reason;
      status.message = statusOverride.message;
      if (pod.features.disruptionTarget)
        status.conditions = { ...status.conditions, DisruptionTarget: 'True:TerminationByKubelet' };
    }
    setStatus(pod, turn, sync.pod, status);
    stopLivenessAndStartup(pod, turn, sync.pod);
  }
  // A pod that ended by itself has no effective grace: it is killed with the grace of its spec, which may be 0.
  sync.steps = [{ kind: 'kill-pod', override: grace === 0 ? undefined : grace }];
};

/** The kill of the pod is over, or failed and is tried again. */
export const endTerminating = (pod: PodState, turn: PodTurn, sync: Sync): void => {
  const first = sync.errors[0];
  if (first !== undefined) {
    podEvent(pod, turn, 'Warning', 'FailedKillPod', `error killing pod: ${first.text}`);
    endSync(pod, turn, sync, false);
    return;
  }
  stopAllProbes(pod, turn);
  if (sync.pod !== undefined && pod.features.statusAfterTermination) tellOfTheEnd(pod, turn, sync.pod);
  endSync(pod, turn, sync, false);
};

/** The status is made from what the runtime says now; a stopped sandbox has no address. */
const tellOfTheEnd = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  const status = generateStatus(pod, turn, api, pod.runtime, true);
  if (pod.features.clearsPodIp) status.podIP = undefined;
  setStatus(pod, turn, api, status);
};

/**
 * Volumes and cgroups take no time here. *Source:* pkg/kubelet/kubelet.go, SyncTerminatedPod; docs/fidelity.md 1.3.8.
 */
export const beginTerminated = (pod: PodState, turn: PodTurn, sync: Sync): void => {
  if (sync.pod === undefined) return;
  setStatus(pod, turn, sync.pod, generateStatus(pod, turn, sync.pod, sync.status, true));
  terminatePod(pod, turn, sync.pod);
};
