import type { ApiPodStatus } from './api-pod.ts';
import { isPodTerminal } from './pod/terminal.ts';

/**
 * What the kubelet writes of a status, given what the API has: a terminal phase is withheld while containers could still
 * run, `DisruptionTarget` goes with it, and a terminal pod is never ready.
 * *Source:* kubelet-behaviour 1.9; status_manager.go, mergePodStatus.
 */
export const mergeStatus = (
  inApi: ApiPodStatus,
  computed: ApiPodStatus,
  couldHaveRunningContainers: boolean,
): ApiPodStatus => {
  const becomesTerminal = !isPodTerminal(inApi.phase) && isPodTerminal(computed.phase);
  const withheld = becomesTerminal && couldHaveRunningContainers;
  const { reason: _reason, message: _message, ...rest } = computed;
  const word = withheld ? inApi : computed;
  const { DisruptionTarget: disruption, ...conditions } = computed.conditions;
  const kept = becomesTerminal && !withheld ? disruption : inApi.conditions['DisruptionTarget'];
  const phase = word.phase;
  const ready = isPodTerminal(phase) && (conditions['Ready'] === 'True' || conditions['ContainersReady'] === 'True');
  const verdict = phase === 'Succeeded' ? 'False:PodCompleted' : 'False:PodFailed';
  return {
    ...rest,
    phase,
    ...(word.reason === undefined ? {} : { reason: word.reason }),
    ...(word.message === undefined ? {} : { message: word.message }),
    conditions: {
      ...conditions,
      ...(ready ? { Ready: verdict, ContainersReady: verdict } : {}),
      ...(kept === undefined ? {} : { DisruptionTarget: kept }),
    },
  };
};
