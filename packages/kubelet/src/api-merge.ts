import type { ApiPodStatus } from './api-pod.ts';
import { isPodTerminal } from './pod/terminal.ts';

const DISRUPTION = 'DisruptionTarget';

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
  const { phase, reason, message } = withheld ? inApi : computed;
  const from = becomesTerminal && !withheld ? computed : inApi;
  const merged = withField(computed.conditions, DISRUPTION, from.conditions[DISRUPTION]);
  const conditions = isPodTerminal(phase) ? notReady(merged, phase) : merged;
  const transitions = withField(computed.transitions ?? {}, DISRUPTION, from.transitions?.[DISRUPTION]);
  const same = !withheld && conditions === computed.conditions && transitions === computed.transitions;
  if (same) return computed;
  return {
    phase,
    reason,
    message,
    conditions,
    containers: computed.containers,
    initContainers: computed.initContainers,
    podIP: computed.podIP,
    observedGeneration: computed.observedGeneration,
    startTime: computed.startTime,
    transitions,
  };
};

const notReady = (conditions: ApiPodStatus['conditions'], phase: ApiPodStatus['phase']): ApiPodStatus['conditions'] => {
  if (conditions['Ready'] !== 'True' && conditions['ContainersReady'] !== 'True') return conditions;
  const verdict = phase === 'Succeeded' ? 'False:PodCompleted' : 'False:PodFailed';
  return { ...conditions, Ready: verdict, ContainersReady: verdict };
};

type Fields<Value> = Readonly<Record<string, Value>>;

/** The fields with this one as it is given; the same object where it is so already. */
const withField = <Value>(fields: Fields<Value>, name: string, value: Value | undefined): Fields<Value> => {
  if (fields[name] === value) return fields;
  const { [name]: _before, ...others } = fields;
  return value === undefined ? others : { ...others, [name]: value };
};
