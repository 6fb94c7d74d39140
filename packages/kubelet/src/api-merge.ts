import type { ApiPodStatus } from './api-pod.ts';
import { isPodTerminal } from './pod/terminal.ts';

/**
 * What the kubelet writes of a status, given what the API has: a terminal phase is withheld while containers could still
 * run, `DisruptionTarget` goes with it, and a terminal pod is never ready.
 * *Source:* pkg/kubelet/status/status_manager.go, mergePodStatus; docs/fidelity.md 1.9.
 */
export const mergeStatus = (
  inApi: ApiPodStatus,
  computed: ApiPodStatus,
  couldHaveRunningContainers: boolean,
): ApiPodStatus => {
  const becomesTerminal = !isPodTerminal(inApi.phase) && isPodTerminal(computed.phase);
  const withheld = becomesTerminal && couldHaveRunningContainers;
  const { reason: _reason, message: _message, ...rest } = computed;
  const { phase, reason, message } = withheld ? inApi : computed;
  const { DisruptionTarget: disruption, ...conditions } = computed.conditions;
  const { DisruptionTarget: disruptedAt, ...transitions } = computed.transitions ?? {};
  const told = becomesTerminal && !withheld;
  const kept = told ? disruption : inApi.conditions['DisruptionTarget'];
  const keptAt = told ? disruptedAt : inApi.transitions?.['DisruptionTarget'];
  const ready = isPodTerminal(phase) && (conditions['Ready'] === 'True' || conditions['ContainersReady'] === 'True');
  const verdict = phase === 'Succeeded' ? 'False:PodCompleted' : 'False:PodFailed';
  return {
    ...rest,
    phase,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    conditions: {
      ...conditions,
      ...(ready ? { Ready: verdict, ContainersReady: verdict } : {}),
      ...(kept === undefined ? {} : { DisruptionTarget: kept }),
    },
    transitions: { ...transitions, ...(keptAt === undefined ? {} : { DisruptionTarget: keptAt }) },
  };
};
