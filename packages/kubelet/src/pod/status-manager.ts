import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Container } from '@simlet/objects';

import type { ApiPod, ApiPodStatus } from '../api-pod.ts';
import { SIGKILL_EXIT_CODE, STATUS_PASS_PERIOD } from '../constants.ts';
import type { CompactContainerStatus } from '../facts.ts';
import type { StatusChange, StatusWriterMessage } from '../status-writer-process.ts';
import { containersReadyCondition } from './conditions.ts';
import { asReady, asStarted, copyOfContainerStatus, copyOfStatus } from './copy-status.ts';
import { nextGridPoint } from './grid.ts';
import { sameStatus } from './same-status.ts';
import { findContainer, initContainers, isSidecar, mayRestartAfterExit } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';
import { isPodTerminal } from './terminal.ts';

/**
 * Puts a status into the cache and has it written. A deletion forces a write, which may bring the final deletion about.
 * *Source:* pkg/kubelet/status/status_manager.go, SetPodStatus; docs/fidelity.md 1.9.
 */
export const setStatus = (pod: PodState, turn: PodTurn, api: ApiPod, status: ApiPodStatus): void =>
  update(pod, turn, api, status, api.deletionTimestamp !== undefined, false);

const update = (
  pod: PodState,
  turn: PodTurn,
  api: ApiPod,
  status: ApiPodStatus,
  force: boolean,
  finished: boolean,
): void => {
  const cached = pod.status.status;
  const old = cached ?? (pod.mirror?.uid === pod.uid ? pod.mirror.status : api.status);
  if (leavesTermination(pod, api, old, status)) return;
  const over = cached !== undefined && isPodTerminal(cached.phase) && !finished;
  if (over && pod.features.mutants['deadline-status-stuck-running'] === true) return;
  const startTime = old.startTime ?? status.startTime ?? Math.floor(turn.now / SECOND) * SECOND;
  const next = copyOfStatus(status);
  next.startTime = startTime;
  next.transitions = transitionsOf(old, status, turn.now);
  if (cached !== undefined && !force && sameStatus(cached, next)) return;
  pod.status = { status: next, finished: pod.status.finished || finished };
  if (!isShown(pod, api)) return;
  pod.mirrorWritten = pod.mirror?.mirror;
  turn.send(pod.addresses.node.statusWriter, statusChange(pod, 'status-changed', next));
};

/** The status of a static pod is written to its mirror, once the kubelet knows of it. */
const isShown = (pod: PodState, api: ApiPod): boolean => api.static !== true || pod.mirror?.uid === pod.uid;

const statusChange = (
  pod: PodState,
  kind: 'status-changed' | 'reconcile',
  status: ApiPodStatus,
): StatusWriterMessage & StatusChange => ({
  kind,
  apiPod: pod.addresses.apiPod,
  patch: {
    kind: 'patch-status',
    uid: pod.uid,
    status,
    couldHaveRunningContainers:
      pod.worker.terminatedAt === undefined && pod.features.mutants['terminal-phase-before-stop'] !== true,
    from: pod.addresses.self,
  },
  finished: pod.status.finished,
});

/**
 * Whether the next full pass over all statuses has to write this one: its terminal phase was withheld, a pod on its way
 * out has become free to go, or the mirror is new.
 */
const needsReconcile = (pod: PodState): boolean => {
  const cached = pod.status.status;
  if (cached === undefined || pod.pod === undefined || !isShown(pod, pod.pod)) return false;
  if (pod.mirror?.mirror !== pod.mirrorWritten) return true;
  const shown = pod.mirror ?? pod.pod;
  if (isPodTerminal(cached.phase) && !isPodTerminal(shown.status.phase)) return true;
  const leaves = pod.pod.deletionTimestamp !== undefined && pod.worker.terminatedAt !== undefined;
  return leaves && !pod.features.deletionAwaitsWorker;
};

/** Full passes that find nothing are left out; their times are those of the periodic one. */
export const armStatusPass = (pod: PodState, turn: PodTurn): void => {
  if (pod.timers.statusPass !== undefined || !needsReconcile(pod)) return;
  const at = nextGridPoint(pod.kubeletStart, STATUS_PASS_PERIOD, turn.now);
  pod.timers.statusPass = turn.after(at - turn.now, { kind: 'status-pass' });
};

/** *Source:* pkg/kubelet/status/status_manager.go, syncBatch and needsReconcile; docs/fidelity.md 1.9. */
export const statusPass = (pod: PodState, turn: PodTurn): void => {
  pod.timers.statusPass = undefined;
  const status = pod.status.status;
  if (status === undefined || !needsReconcile(pod)) return;
  pod.mirrorWritten = pod.mirror?.mirror;
  turn.send(pod.addresses.node.statusWriter, statusChange(pod, 'reconcile', status));
};

/** When each condition changed its status last; a change of its reason alone does not count. */
const transitionsOf = (old: ApiPodStatus, next: ApiPodStatus, now: Micros): Readonly<Record<string, Micros>> => {
  const second = Math.floor(now / SECOND) * SECOND;
  const { transitions: before } = old;
  if (before !== undefined && noneChanged(old.conditions, next.conditions, before)) return before;
  const transitions: Record<string, Micros> = {};
  for (const type in next.conditions)
    transitions[type] = isSame(old.conditions[type], next.conditions[type]) ? (before?.[type] ?? second) : second;
  return transitions;
};

/** Whether the conditions are the same ones with the same statuses, each of which changed at a known time. */
const noneChanged = (
  old: ApiPodStatus['conditions'],
  next: ApiPodStatus['conditions'],
  before: Readonly<Record<string, Micros>>,
): boolean => {
  if (old === next) return true;
  let more = 0;
  for (const type in next) {
    if (before[type] === undefined || !isSame(old[type], next[type])) return false;
    more += 1;
  }
  for (const _type in before) more -= 1;
  return more === 0;
};

/** Whether two conditions have one status: `False:ContainersNotReady` has the status False. */
const isSame = (left: string | undefined, right: string | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && statusWord(left) === statusWord(right));

const statusWord = (condition: string): string => {
  const colon = condition.indexOf(':');
  return colon < 0 ? condition : condition.slice(0, colon);
};

/** A container that ended and may not restart never runs again: a status that says so is dropped. */
const leavesTermination = (pod: PodState, api: ApiPod, old: ApiPodStatus, next: ApiPodStatus): boolean => {
  if ((api.spec.restartPolicy ?? 'Always') === 'Always') return false;
  const leaves = (before: readonly CompactContainerStatus[], after: readonly CompactContainerStatus[]): boolean =>
    before.some((status) => {
      const container = findContainer(api.spec, status.name);
      if (status.state !== 'terminated' || container === undefined) return false;
      if (mayRestartAfterExit(api.spec, policyAsked(pod, container), status.exitCode ?? 0)) return false;
      return after.some((each) => each.name === status.name && each.state !== 'terminated');
    });
  return (
    leaves(old.containers ?? [], next.containers ?? []) || leaves(old.initContainers ?? [], next.initContainers ?? [])
  );
};

/** A mutant asks the policy of the pod alone. */
const policyAsked = (pod: PodState, container: Container): Container => {
  if (pod.features.mutants['sidecar-state-frozen'] !== true) return container;
  const { restartPolicy: _own, ...rest } = container;
  return rest;
};

/** A readiness or startup verdict goes straight into the cached status. */
export const setContainerFlag = (
  pod: PodState,
  turn: PodTurn,
  instance: string,
  flag: 'ready' | 'started',
  value: boolean,
): void => {
  const status = pod.status.status;
  if (status === undefined || pod.pod === undefined) return;
  const set = flag === 'ready' ? asReady : asStarted;
  const change = (each: CompactContainerStatus): CompactContainerStatus =>
    each.id === instance ? set(each, value) : each;
  const containers = (status.containers ?? []).map(change);
  const init = (status.initContainers ?? []).map(change);
  const next = copyOfStatus(status);
  next.containers = containers;
  if (status.initContainers !== undefined) next.initContainers = init;
  if (sameStatus(status, next)) return;
  const condition = containersReadyCondition(pod.pod.spec, { init, regular: containers }, status.phase);
  if (flag === 'ready') next.conditions = { ...status.conditions, ContainersReady: condition, Ready: condition };
  update(pod, turn, pod.pod, next, false, false);
};

/** The sandbox is ready: said at once since 1.36. */
export const setSandboxReady = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  const status = pod.status.status;
  if (status === undefined || !pod.features.sandboxConditionAtOnce) return;
  const next = copyOfStatus(status);
  next.conditions = { ...status.conditions, PodReadyToStartContainers: 'True' };
  update(pod, turn, api, next, false, false);
};

/** The last word on a pod whose containers are gone. *Source:* status_manager.go, TerminatePod. */
export const terminatePod = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  const old = pod.status.status ?? api.status;
  const asSuccess = pod.features.mutants['failed-reported-succeeded'] === true;
  const lost = (status: CompactContainerStatus): CompactContainerStatus => {
    if (status.state === 'terminated' && !isForgotten(pod, status)) return status;
    const next = copyOfContainerStatus(status);
    next.state = 'terminated';
    next.reason = 'ContainerStatusUnknown';
    next.message = 'The container could not be located when the pod was terminated';
    next.exitCode = asSuccess ? 0 : SIGKILL_EXIT_CODE;
    return next;
  };
  const status = copyOfStatus(old);
  if (!isPodTerminal(old.phase) && pod.features.terminalPhaseOnDeletion && api.static !== true)
    status.phase = asSuccess ? 'Succeeded' : 'Failed';
  const { containers = [], initContainers: init } = old;
  status.containers = hasInitialised(api) ? containers.map(lost) : containers;
  if (init !== undefined) {
    const begun = begunInit(init);
    status.initContainers = init.map((each, index) => (index < begun ? lost(each) : each));
  }
  update(pod, turn, api, status, true, true);
};

/** A mutant lets go of an exit whose record is removed. */
const isForgotten = (pod: PodState, { id }: CompactContainerStatus): boolean =>
  pod.features.mutants['exit0-becomes-137'] === true && !pod.runtime.containers.some((each) => each.id === id);

/** All but the last init containers that never started; the first one counts always. */
const begunInit = (init: readonly CompactContainerStatus[]): number => {
  for (let index = init.length - 1; index >= 0; index -= 1) {
    const status = init[index];
    if (status?.state !== 'waiting' || status.last?.state === 'terminated') return index + 1;
  }
  return Math.min(1, init.length);
};

const hasInitialised = (api: ApiPod): boolean => {
  const init = initContainers(api.spec);
  if (init.length === 0) return true;
  if ((api.status.containers ?? []).some((status) => status.last?.state === 'terminated' || status.state !== 'waiting'))
    return true;
  const last = init[init.length - 1];
  const status = api.status.initContainers?.find((each) => each.name === last?.name);
  if (last === undefined || status === undefined) return false;
  if (isSidecar(last)) return status.state === 'running' && status.started === true;
  return status.last?.exitCode === 0 || (status.state === 'terminated' && status.exitCode === 0);
};

/** The object is gone, and its status with it: probes find nothing to look at any more. */
export const forgetStatus = (pod: PodState): void => {
  pod.status = { status: undefined, finished: pod.status.finished };
};
