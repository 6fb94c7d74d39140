import { MILLISECOND } from '@simlet/core';
import type { Behaviour } from '@simlet/core';

import type { LoopMessage } from '../messages.ts';
import { loopAddress } from '../names.ts';
import { unreachable } from '../unreachable.ts';
import { deadlinePassed } from './call-ends.ts';
import { answer, callUnderWay, report, statusOf } from './calls.ts';
import {
  containerCreated,
  containerStarted,
  createContainer,
  exit,
  removeContainer,
  startContainer,
  stopContainer,
  stopTimedOut,
} from './containers.ts';
import { deliverHook, endCall, probeContainer } from './handlers.ts';
import { changeInstance } from './instances.ts';
import { kubeletDown } from './kubelet-down.ts';
import { mayCrash } from './crash-points.ts';
import { copyOfRuntimePod, newRuntimePod } from './new-pod.ts';
import { isRefused, runtimeDies, runtimeReturns } from './outage.ts';
import type { RuntimePodInput } from './new-pod.ts';
import { removeSandbox, runSandbox, sandboxDies, sandboxRuns, sandboxStopped, stopSandbox } from './sandboxes.ts';
import type { CallEnd, RuntimeEvent, RuntimeMessage, RuntimePod, RuntimeTurn } from './state.ts';

/** The container runtime for one pod: its sandboxes, its containers and what is under way in them. It outlives the kubelet. */
export const runtimePod: Behaviour<RuntimePodInput, RuntimePod, RuntimeMessage> = {
  kind: 'runtime-pod',
  trusted: true,
  start(input, turn) {
    const pod = newRuntimePod(input);
    turn.monitor(input.hosts.kubelet, { kind: 'kubelet-down' });
    if (!isRefused(pod, turn, input.request)) runSandbox(pod, turn, input.request.call);
    mayCrash(pod, turn, 'run-sandbox');
    return pod;
  },
  receive(state, message, turn) {
    const pod = copyOfRuntimePod(state);
    if (!isRefused(pod, turn, message)) handle(pod, turn, message);
    if (!pod.down) report(pod, turn);
    mayCrash(pod, turn, message.kind);
    return pod;
  },
};

const handle = (pod: RuntimePod, turn: RuntimeTurn, message: RuntimeMessage): void => {
  switch (message.kind) {
    case 'run-sandbox':
      return runSandbox(pod, turn, message.call);
    case 'stop-sandbox':
      return stopSandbox(pod, turn, message.call, message.sandbox);
    case 'remove-sandbox':
      return removeSandbox(pod, turn, message.sandbox);
    case 'create-container':
      return createContainer(pod, turn, message);
    case 'start-container':
      return startContainer(pod, turn, message);
    case 'stop-container':
      return stopContainer(pod, turn, message);
    case 'remove-container':
      return removeContainer(pod, turn, message.id);
    case 'hook':
      return deliverHook(pod, turn, message);
    case 'probe':
      return probeContainer(pod, turn, message);
    case 'cancel':
      return cancelled(pod, turn, message.call);
    case 'call-due':
      return callDue(pod, turn, message.call, message.end);
    case 'stop-timeout':
      return stopTimedOut(pod, turn, message.call);
    case 'deadline':
      return deadlinePassed(pod, turn, message.call);
    case 'notice':
      return answer(pod, turn, message.content);
    case 'exit-due':
      return exit(pod, turn, message.id, message.exitCode, message.cause);
    case 'hook-ends-container':
      return hookEndsContainer(pod, turn, message);
    case 'kubelet-down':
      return kubeletDown(pod, turn);
    case 'report-to-kubelet':
      return introduce(pod, turn);
    case 'runtime-dies':
      return runtimeDies(pod, turn, message.takesContainers);
    case 'runtime-returns':
      return runtimeReturns(pod, turn);
    case 'kill-container':
      return injectExit(pod, turn, message.container, message.exitCode, message.reason);
    case 'sandbox-death':
      return sandboxDies(pod, turn);
    default:
      return unreachable(message);
  }
};

const callDue = (pod: RuntimePod, turn: RuntimeTurn, call: string, end: CallEnd): void => {
  const pending = callUnderWay(pod, call);
  if (pending === undefined) return;
  switch (pending.kind) {
    case 'run-sandbox':
      return sandboxRuns(pod, turn, call, pending.id);
    case 'stop-sandbox':
      return sandboxStopped(pod, turn, call, pending.sandbox);
    case 'create-container':
      return containerCreated(pod, turn, call, pending);
    case 'start-container':
      return containerStarted(pod, turn, call, pending.id);
    case 'stop-container':
      return undefined;
    case 'hook':
    case 'probe':
      return endCall(pod, turn, call, pending, end.outcome ?? 'ok', end);
    default:
      return unreachable(pending);
  }
};

const cancelled = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  const pending = callUnderWay(pod, call);
  if (pending?.kind === 'probe' || pending?.kind === 'hook') endCall(pod, turn, call, pending, 'canceled');
};

/** A kubelet that starts learns which pods the runtime has. */
const introduce = (pod: RuntimePod, turn: RuntimeTurn): void => {
  pod.reported = statusOf(pod);
  const { uid, name, namespace, reported: status } = pod;
  turn.send(loopAddress(pod.hosts), { kind: 'found-in-runtime', uid, name, namespace, status } satisfies LoopMessage);
};

/** A hook that still runs has its container end: at once, or after the time that its entry point needs. */
const hookEndsContainer = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  { call, exitCode, inMs }: Extract<RuntimeEvent, { kind: 'hook-ends-container' }>,
): void => {
  const pending = callUnderWay(pod, call);
  if (pending?.kind !== 'hook') return;
  const { id } = pending;
  if (inMs === 0) return exit(pod, turn, id, exitCode, 'self');
  changeInstance(pod, id, (next) => {
    next.endsAt = turn.now + inMs * MILLISECOND;
  });
  turn.after(inMs * MILLISECOND, { kind: 'exit-due', id, exitCode, cause: 'self' });
};

const injectExit = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  container: string,
  exitCode: number,
  reason: string | undefined,
): void => {
  const instance = pod.instances.find((each) => each.name === container && each.state === 'running');
  if (instance !== undefined) exit(pod, turn, instance.id, exitCode, 'injected', reason);
};
