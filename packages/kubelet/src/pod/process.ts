import type { Behaviour } from '@simlet/core';

import type { Features } from '../features.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { podAddresses } from '../names.ts';
import type { NodeAddresses } from '../names.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import { unreachable } from '../unreachable.ts';
import { takeContinuation } from './calls.ts';
import { configChanged } from './config.ts';
import { armGarbageCollection, collectGarbage } from './garbage.ts';
import { armHousekeeping, housekeeping } from './housekeeping.ts';
import { killNow, shutdownGroup } from './kill-now.ts';
import { mirrorChanged } from './mirror.ts';
import { orderingLimit, preStopEnded, preStopLimit, stopEnded } from './kill-container.ts';
import { copyOfPod } from './copy-pod.ts';
import { newPod } from './new-pod.ts';
import { handleEvents, relist, relistOnDemand, runtimeChanged, runtimeOutage } from './pleg.ts';
import { probeAnswered, probeDue, probeTriggered } from './probe-worker.ts';
import { reportOver } from './over.ts';
import { beginPostStart, postStartEnded, pullEnded, startKillMayBeOver } from './start-container.ts';
import type { Outage, PodMessage, PodState, PodTurn } from './state.ts';
import { armStatusPass, forgetStatus, statusPass } from './status-manager.ts';
import { killsMayBeOver, runSteps, stepAnswered } from './sync.ts';
import { tick } from './work-queue.ts';
import { killDeadline, takeUpdate } from './update.ts';
import { workerMayBegin } from './worker.ts';

export interface PodInput {
  readonly node: NodeAddresses;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly kubeletStart: number;
  readonly features: Features;
  /** What the runtime has of the pod when the kubelet starts. */
  readonly found: RuntimePodStatus | undefined;
  /** The last time without a runtime. */
  readonly outage: Outage | undefined;
}

/** All that the kubelet does for one pod: its worker, its part of the PLEG, its probes, its status. */
export const kubeletPod: Behaviour<PodInput, PodState, PodMessage> = {
  kind: 'kubelet-pod',
  trusted: true,
  start(input, turn) {
    const { found, uid, name, namespace, kubeletStart, features } = input;
    const addresses = podAddresses(input.node, turn.self, input);
    const pod = newPod({ addresses, uid, name, namespace, kubeletStart, generation: turn.incarnation, features });
    pod.outage = input.outage;
    if (found !== undefined) runtimeChanged(pod, turn, found);
    afterwards(pod, turn);
    return pod;
  },
  receive(state, message, turn) {
    const pod = copyOfPod(state);
    handle(pod, turn, message);
    afterwards(pod, turn);
    return pod;
  },
};

/** What may have become due by whatever happened. */
const afterwards = (pod: PodState, turn: PodTurn): void => {
  workerMayBegin(pod, turn);
  killsMayBeOver(pod);
  startKillMayBeOver(pod);
  runSteps(pod, turn);
  armHousekeeping(pod, turn);
  armGarbageCollection(pod, turn);
  armStatusPass(pod, turn);
  if (pod.worker.forgotten) reportOver(pod, turn);
};

const handle = (pod: PodState, turn: PodTurn, message: PodMessage): void => {
  switch (message.kind) {
    case 'config':
      return configChanged(pod, turn, message.pod);
    case 'mirror':
      return mirrorChanged(pod, turn, message.pod);
    case 'kill-now':
      return killNow(pod, turn, message);
    case 'shutdown':
      return shutdownGroup(pod, turn, message.group, message.seconds);
    case 'kill-deadline':
      return killDeadline(pod, turn);
    case 'take':
      return takeUpdate(pod, turn);
    case 'rested':
      return undefined;
    case 'runtime-outage':
      return runtimeOutage(pod, turn, message.up);
    case 'relist':
      return relist(pod, turn);
    case 'relist-on-demand':
      return relistOnDemand(pod, turn);
    case 'lifecycle-events':
      return handleEvents(pod, turn, message.events);
    case 'tick':
      return tick(pod, turn);
    case 'housekeeping':
      return housekeeping(pod, turn);
    case 'collect-garbage':
      return collectGarbage(pod, turn);
    case 'status-pass':
      return statusPass(pod, turn);
    case 'probe-due':
      return probeDue(pod, turn, message.key);
    case 'probe-trigger':
      return probeTriggered(pod, turn, message.key);
    case 'post-start-begins':
      return beginPostStart(pod, turn);
    case 'prestop-limit':
      return preStopLimit(pod, turn, message.instance);
    case 'ordering-limit':
      return orderingLimit(pod, turn, message.instance);
    case 'pull-ended':
      return pullEnded(pod, turn, message);
    case 'runtime-status':
      return runtimeChanged(pod, turn, message.status);
    case 'status-of-another':
      return forgetStatus(pod);
    case 'answer':
      return answered(pod, turn, message);
    default:
      return unreachable(message);
  }
};

const answered = (pod: PodState, turn: PodTurn, answer: RuntimeAnswer): void => {
  const continuation = takeContinuation(pod, answer.call);
  if (continuation === undefined) return;
  switch (continuation.kind) {
    case 'step':
      return stepAnswered(pod, turn, answer);
    case 'hook':
      if (continuation.hook === 'postStart') return postStartEnded(pod, turn, answer);
      return preStopEnded(pod, turn, continuation.instance, continuation.container, answer);
    case 'stop':
      return stopEnded(pod, turn, continuation.instance, answer.ok);
    case 'probe':
      return probeAnswered(pod, turn, continuation.key, answer);
    case 'collect':
      return undefined;
    default:
      return unreachable(continuation);
  }
};
