import type { ApiPod, ApiPodStatus } from '../api-pod.ts';
import type { CompactContainerStatus, Phase } from '../facts.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import type { Writable } from '../writable.ts';
import { conditionsOf } from './conditions.ts';
import { isPastDeadline } from './deadline.ts';
import { containerStatuses } from './container-statuses.ts';
import type { StatusInputs } from './container-statuses.ts';
import { asReady, asStarted } from './copy-status.ts';
import { podEvent } from './events.ts';
import { phaseOf } from './phase.ts';
import { outlivedKubelet } from './probe-restart.ts';
import { triggerReadiness } from './probe-trigger.ts';
import { shownStatus } from './shown-status.ts';
import { isPodTerminal } from './terminal.ts';
import { findProbe, resultOf } from './probe-results.ts';
import { findContainer, initContainers, isSidecar } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

const DEADLINE = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
} as const;

const NONE: readonly CompactContainerStatus[] = [];

/**
 * The status that the kubelet computes from what the runtime says and from the status before. Triggers readiness probes
 * of containers that are not ready, and says each time again that a deadline is over.
 * *Source:* pkg/kubelet/kubelet_pods.go, generateAPIPodStatus; docs/fidelity.md 7.1.
 */
export const generateStatus = (
  pod: PodState,
  turn: PodTurn,
  api: ApiPod,
  runtime: RuntimePodStatus,
  podIsTerminal: boolean,
): Writable<ApiPodStatus> => {
  const old = pod.status.status ?? api.status;
  const hasInit = initContainers(api.spec).length > 0;
  const startedOf = (init: boolean): readonly CompactContainerStatus[] => {
    const inputs: StatusInputs = {
      pod: api,
      runtime,
      containers: init ? initContainers(api.spec) : api.spec.containers,
      old: (init ? old.initContainers : old.containers) ?? NONE,
      init,
      hasInit,
      podIsTerminal,
      reasons: pod.reasons,
      features: pod.features,
    };
    return containerStatuses(inputs).map((each) => withStarted(pod, api, each));
  };
  const started = { init: hasInit ? startedOf(true) : NONE, regular: startedOf(false) };
  const begun = hasBegun(pod, api, runtime, started.regular);
  const { phase, reason, message } = phaseAndReason(pod, turn, api, old, started, begun, podIsTerminal);
  const statuses = {
    init: hasInit ? started.init.map((status) => withInitReadiness(pod, turn, api, status)) : NONE,
    regular: started.regular.map((status) => withReadiness(pod, turn, api, status)),
  };
  const conditions = conditionsOf(api.spec, statuses, phase, runtime, pod.features, old.conditions);
  const disruption = old.conditions['DisruptionTarget'];
  return {
    phase,
    reason,
    message,
    conditions: disruption === undefined ? conditions : { ...conditions, DisruptionTarget: disruption },
    containers: statuses.regular,
    initContainers: hasInit ? statuses.init.map((status) => shownInit(pod, status)) : undefined,
    podIP: pod.pleg.ip,
    observedGeneration: pod.features.observedGeneration ? api.generation : undefined,
    startTime: undefined,
    transitions: undefined,
  };
};

const shownInit = (pod: PodState, status: CompactContainerStatus): CompactContainerStatus =>
  pod.features.initContainersStarted ? status : asStarted(status, undefined);

/** Whether a regular container was started: since 1.33 as the runtime has it in the sandbox, before as the status says. */
const hasBegun = (
  pod: PodState,
  api: ApiPod,
  runtime: RuntimePodStatus,
  regular: readonly CompactContainerStatus[],
): boolean => {
  if (pod.features.pendingInit !== 'regular') return regular.some((status) => status.state !== 'waiting');
  const active = runtime.sandboxes.find((sandbox) => sandbox.ready)?.id;
  return runtime.containers.some(
    (instance) =>
      api.spec.containers.some((container) => container.name === instance.name) && instance.sandbox === active,
  );
};

/** For the phase a sidecar counts as started only once a status before this one said so. */
const startedSidecars = (
  pod: PodState,
  api: ApiPod,
  old: ApiPodStatus,
  init: readonly CompactContainerStatus[],
): readonly CompactContainerStatus[] =>
  init.map((status) => {
    const container = findContainer(api.spec, status.name);
    if (container === undefined || !isSidecar(container)) return status;
    const before = old.initContainers?.find((each) => each.name === status.name && each.id === status.id);
    const known = pod.features.phaseKnowsStartedSidecars && status.started === true && before?.started === true;
    return asStarted(status, known);
  });

interface PhaseAndReason {
  readonly phase: Phase;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

const phaseAndReason = (
  pod: PodState,
  turn: PodTurn,
  api: ApiPod,
  old: ApiPodStatus,
  statuses: { init: readonly CompactContainerStatus[]; regular: readonly CompactContainerStatus[] },
  begun: boolean,
  podIsTerminal: boolean,
): PhaseAndReason => {
  const mayEnd = podIsTerminal && pod.features.terminalPhaseOnDeletion && api.static !== true;
  const { regular } = statuses;
  const init = startedSidecars(pod, api, old, statuses.init);
  let phase = phaseOf(api.spec, { init, regular }, begun, mayEnd, pod.features);
  if (!isPodTerminal(phase) && isPodTerminal(old.phase)) phase = old.phase;
  else if (!isPodTerminal(phase) && isPodTerminal(api.status.phase)) phase = api.status.phase;
  const same = phase === old.phase && pod.features.mutants['evicted-back-to-running'] !== true;
  let reason = same ? (old.reason ?? api.status.reason) : undefined;
  let message = same ? (old.message ?? api.status.message) : undefined;
  if (isPastDeadline(pod, api, turn.now)) {
    podEvent(pod, turn, 'Normal', DEADLINE.reason, DEADLINE.message);
    phase = 'Failed';
    reason = DEADLINE.reason;
    message = DEADLINE.message;
  }
  // Pods do not leave a terminal phase.
  if (isPodTerminal(api.status.phase)) phase = api.status.phase;
  return { phase, reason, message };
};

/** *Source:* prober/prober_manager.go, isContainerStarted. */
const withStarted = (pod: PodState, api: ApiPod, status: CompactContainerStatus): CompactContainerStatus =>
  asStarted(status, isStarted(pod, api, status));

const isStarted = (pod: PodState, api: ApiPod, status: CompactContainerStatus): boolean => {
  if (status.state !== 'running' || status.id === undefined) return false;
  const result = resultOf(pod, 'startup', status.id);
  if (result !== undefined) return result === 'success';
  return wasStarted(pod, api, status) || findProbe(pod, 'startup', status.name) === undefined;
};

/**
 * A container whose startup probe has no verdict yet counts as started where the API says so of its name, be it of the
 * instance before. *Source:* docs/fidelity.md 1.8.5 and 7.3: recorded traces of containers restarted
 * in place.
 */
const wasStarted = (pod: PodState, api: ApiPod, status: CompactContainerStatus): boolean => {
  const { keepsReadinessOverRestart, mutants } = pod.features;
  if (!keepsReadinessOverRestart && mutants['started-inherited-by-name'] !== true) return false;
  return shownStatus(api.status, status.name)?.started === true;
};

const withInitReadiness = (
  pod: PodState,
  turn: PodTurn,
  api: ApiPod,
  status: CompactContainerStatus,
): CompactContainerStatus => {
  const container = initContainers(api.spec).find((each) => each.name === status.name);
  if (container !== undefined && isSidecar(container)) return withReadiness(pod, turn, api, status);
  return asReady(status, status.state === 'terminated' && status.exitCode === 0);
};

const withReadiness = (
  pod: PodState,
  turn: PodTurn,
  api: ApiPod,
  status: CompactContainerStatus,
): CompactContainerStatus => asReady(status, isReady(pod, turn, api, status));

/** *Source:* prober/prober_manager.go, UpdatePodStatus. */
const isReady = (pod: PodState, turn: PodTurn, api: ApiPod, status: CompactContainerStatus): boolean => {
  if (!status.started || status.state !== 'running' || status.id === undefined) return false;
  const result = resultOf(pod, 'readiness', status.id);
  if (result === 'success') return true;
  if (result === undefined && outlivedKubelet(pod, status.id)) {
    // Until a probe says something, a container that has one is as ready as the pod was.
    if (findContainer(api.spec, status.name)?.readinessProbe === undefined) return true;
    triggerReadiness(pod, turn, status.name);
    return api.status.conditions['Ready'] === 'True';
  }
  if (findProbe(pod, 'readiness', status.name) === undefined) return true;
  triggerReadiness(pod, turn, status.name);
  return false;
};
