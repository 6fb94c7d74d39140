import type { ApiPod } from '../api-pod.ts';
import { EMPTY_RUNTIME_STATUS } from '../runtime/status.ts';
import type { InstanceStatus } from '../runtime/status.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { unreachable } from '../unreachable.ts';
import { computeActions } from './actions.ts';
import { ask, nextCall } from './calls.ts';
import { endSync } from './end-sync.ts';
import { podEvent } from './events.ts';
import { beginKill } from './kill-container.ts';
import type { KillRequest } from './kill-container.ts';
import { killOf, newKill, setKill } from './kills.ts';
import { removeInitInstances } from './init-instances.ts';
import { reconcileMirror } from './mirror.ts';
import { addProbes } from './probe-workers.ts';
import { resultOf } from './probe-results.ts';
import { knownStatus, repeatPostStarts } from './restart-mutants.ts';
import { beginStart, startAnswered } from './start-container.ts';
import { initContainers } from './spec.ts';
import { generateStatus } from './status.ts';
import { setSandboxReady, setStatus } from './status-manager.ts';
import type { PodState, PodTurn, Sync, SyncKind } from './state.ts';
import { startStep } from './steps.ts';
import type { Step } from './steps.ts';
import { abandon, act, fail, stepDone } from './sync-state.ts';
import { beginTerminated, beginTerminating, endTerminating } from './terminating.ts';
import { isPodTerminal } from './terminal.ts';

/** One pass of the pod worker. */
export const beginSync = (
  pod: PodState,
  turn: PodTurn,
  kind: SyncKind,
  api: ApiPod | undefined,
  cancelled: boolean,
): void => {
  pod.sync = {
    kind,
    pod: api,
    status: pod.pleg.status ?? EMPTY_RUNTIME_STATUS,
    steps: [],
    current: undefined,
    errors: [],
    acted: false,
    cancelled,
    startResults: [],
  };
  if (kind === 'terminating') beginTerminating(pod, turn, pod.sync);
  else if (kind === 'terminated') beginTerminated(pod, turn, pod.sync);
  else if (api !== undefined) planSync(pod, turn, pod.sync, api);
  runSteps(pod, turn);
};

/** *Source:* pkg/kubelet/kubelet.go, SyncPod; docs/fidelity.md 1.3.6. */
const planSync = (pod: PodState, turn: PodTurn, sync: Sync, api: ApiPod): void => {
  const status = generateStatus(pod, turn, api, sync.status, false);
  setStatus(pod, turn, api, status);
  if (isPodTerminal(status.phase)) {
    endSync(pod, turn, sync, true);
    return;
  }
  reconcileMirror(pod, turn, api);
  addProbes(pod, turn, api);
  if (pod.worker.syncCount === 1) repeatPostStarts(pod, turn, sync, api);
  const actions = computeActions(
    api,
    knownStatus(pod, api, sync.status),
    (type, instance) => resultOf(pod, type, instance),
    pod.features,
  );
  if (actions.createSandbox && actions.oldSandbox !== undefined)
    podEvent(pod, turn, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  const steps: Step[] = [];
  if (actions.killPod) {
    steps.push({ kind: 'kill-pod', override: undefined });
    const keepsInit = pod.features.mutants['init-skipped-stale-sandbox'] === true;
    if (actions.createSandbox && !keepsInit) steps.push({ kind: 'remove-init-instances', keepNewest: false });
  }
  for (const { instance, container, message, reason } of actions.toKill)
    steps.push({ kind: 'kill-container', instance, container, message, reason });
  if (initContainers(api.spec).length > 0) steps.push({ kind: 'remove-init-instances', keepNewest: true });
  if (actions.createSandbox) steps.push({ kind: 'create-sandbox' });
  if (!actions.killPod || actions.createSandbox)
    for (const toStart of [actions.initToStart, actions.toStart])
      for (const container of toStart) steps.push(startStep(container));
  sync.steps = steps;
};

/** Runs the plan until a step waits for something, or until it is done. */
export const runSteps = (pod: PodState, turn: PodTurn): void => {
  for (;;) {
    const sync = pod.sync;
    if (sync === undefined || sync.current !== undefined) return;
    const step = sync.steps[0];
    if (step === undefined) {
      finish(pod, turn, sync);
      return;
    }
    sync.steps = sync.steps.slice(1);
    sync.current = step;
    begin(pod, turn, step);
  }
};

const finish = (pod: PodState, turn: PodTurn, sync: Sync): void => {
  for (const { container, failure } of sync.startResults) {
    if (failure !== undefined) pod.reasons = { ...pod.reasons, [container]: failure };
    else if (pod.reasons[container] !== undefined) {
      const { [container]: _old, ...rest } = pod.reasons;
      pod.reasons = rest;
    }
  }
  if (sync.kind === 'terminating') endTerminating(pod, turn, sync);
  else endSync(pod, turn, sync, false);
};

const begin = (pod: PodState, turn: PodTurn, step: Step): void => {
  switch (step.kind) {
    case 'kill-pod':
      return killPod(pod, turn, step);
    case 'stop-sandbox': {
      const call = nextCall(pod, { kind: 'step' });
      return ask(pod, turn, { kind: 'stop-sandbox', call, sandbox: step.sandbox });
    }
    case 'kill-container':
      act(pod);
      return beginKill(pod, turn, killOfStep(step));
    case 'remove-init-instances':
      removeInitInstances(pod, turn, step.keepNewest);
      return stepDone(pod);
    case 'create-sandbox': {
      act(pod);
      const call = nextCall(pod, { kind: 'step' });
      const { uid, name, namespace } = pod;
      return ask(pod, turn, { kind: 'run-sandbox', call, uid, name, namespace });
    }
    case 'start-container':
      act(pod);
      return beginStart(pod, turn, step);
    default:
      return unreachable(step);
  }
};

const killOfStep = ({
  instance,
  container,
  message,
  reason,
}: Extract<Step, { kind: 'kill-container' }>): KillRequest => ({
  instance,
  container,
  message,
  reason,
  override: undefined,
  ordered: false,
});

/** All running containers at once, then all sandboxes. *Source:* kuberuntime_manager.go, killPodWithSyncResult. */
const killPod = (pod: PodState, turn: PodTurn, step: Extract<Step, { kind: 'kill-pod' }>): void => {
  const sync = pod.sync;
  if (sync === undefined) return;
  const running = inKillOrder(sync.status.containers.filter((instance) => instance.state === 'running'));
  const sandboxes = sync.status.sandboxes.map((sandbox): Step => ({ kind: 'stop-sandbox', sandbox: sandbox.id }));
  sync.acted = true;
  sync.steps = [...sandboxes, ...sync.steps];
  for (const instance of running) reserveKill(pod, turn, instance.id, instance.name);
  for (const instance of running)
    beginKill(pod, turn, {
      instance: instance.id,
      container: instance.name,
      message: `Stopping container ${instance.name}`,
      reason: 'none',
      ordered: true,
      override: step.override,
    });
  killsMayBeOver(pod);
};

/**
 * The kills are goroutines that begin at the same instant; Go's scheduler runs the one made last first. It shows only
 * where the event filter lets no more than some of their events pass.
 */
const inKillOrder = (running: readonly InstanceStatus[]): readonly InstanceStatus[] => {
  const last = running[running.length - 1];
  return last === undefined ? running : [last, ...running.slice(0, -1)];
};

/** A sidecar must see the containers that it waits for, even those whose kill begins after its own. */
const reserveKill = (pod: PodState, turn: PodTurn, instance: string, name: string): void =>
  setKill(pod, newKill(instance, name, true, turn.now));

/** A kill of the whole pod is over when each container is stopped, or could not be. */
export const killsMayBeOver = (pod: PodState): void => {
  const step = pod.sync?.current;
  if (step?.kind === 'kill-pod') podKillMayBeOver(pod);
  else if (step?.kind === 'kill-container') containerKillMayBeOver(pod, step.instance);
};

const podKillMayBeOver = (pod: PodState): void => {
  if (pod.kills.some((kill) => kill.stage !== 'failed')) return;
  if (pod.kills.length > 0) {
    fail(pod, 'error killing pod');
    onlyStopSandboxes(pod);
  }
  pod.kills = [];
  stepDone(pod);
};

const containerKillMayBeOver = (pod: PodState, instance: string): void => {
  const kill = killOf(pod, instance);
  if (kill === undefined) stepDone(pod);
  else if (kill.stage === 'failed') {
    pod.kills = [];
    fail(pod, 'error killing container');
    abandon(pod);
  }
};

/** A pod that could not be killed is not started anew. *Source:* kuberuntime_manager.go, SyncPod and killPodWithSyncResult. */
const onlyStopSandboxes = (pod: PodState): void => {
  if (pod.sync === undefined) return;
  pod.sync.steps = pod.sync.steps.filter(({ kind }) => kind === 'stop-sandbox');
};

/** An answer of the runtime for the step under way. */
export const stepAnswered = (pod: PodState, turn: PodTurn, answer: RuntimeAnswer): void => {
  const step = pod.sync?.current;
  if (pod.sync === undefined || step === undefined) return;
  if (step.kind === 'start-container') startAnswered(pod, turn, step, answer);
  else if (step.kind === 'create-sandbox') {
    if (answer.ok) {
      if (pod.sync.pod !== undefined) setSandboxReady(pod, turn, pod.sync.pod);
      stepDone(pod);
    } else {
      podEvent(pod, turn, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${answer.error ?? ''}`);
      fail(pod, answer.error ?? '');
      abandon(pod);
    }
  } else {
    if (!answer.ok) fail(pod, answer.error ?? '');
    stepDone(pod);
  }
};
