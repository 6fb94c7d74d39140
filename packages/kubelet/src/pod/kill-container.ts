import { SECOND } from '@simlet/core';

import { MINIMUM_STOP_SECONDS } from '../constants.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { ask, nextCall } from './calls.ts';
import { dockerKilling } from './docker-messages.ts';
import { containerEvent } from './events.ts';
import { containerGrace } from './grace.ts';
import { hookFailure, hookOf, hookSucceeded, isRunnable, sendHook } from './hook.ts';
import { mustWait } from './kill-order.ts';
import { inStage, killOf, newKill, removeKill, setKill } from './kills.ts';
import { findContainer } from './spec.ts';
import type { Kill, PodState, PodTurn } from './state.ts';
import type { KillReason } from './steps.ts';

/** Why and how one container is to be killed. */
export interface KillRequest {
  readonly instance: string;
  readonly container: string;
  /** Text of the Killing event. */
  readonly message: string;
  readonly reason: KillReason;
  /** Replaces the grace, seconds. */
  readonly override: number | undefined;
  /** The kill of a whole pod, where sidecars wait for their turn. */
  readonly ordered: boolean;
}

/**
 * Begins to kill one container: the event, PreStop within the grace, and what is left of the grace, at least 2 s, for
 * the process. *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; docs/fidelity.md 3.3.
 */
export const beginKill = (pod: PodState, turn: PodTurn, request: KillRequest): void => {
  const api = pod.sync?.pod ?? pod.pod;
  const container = api === undefined ? undefined : findContainer(api.spec, request.container);
  const own =
    api === undefined
      ? (request.override ?? MINIMUM_STOP_SECONDS)
      : containerGrace(api, container, request.reason, pod.features.mutants);
  const { docker } = pod.features;
  const message = docker.eventsNameDockerId ? dockerKilling(pod, request, request.ordered) : request.message;
  if (!docker.killingAfterStop) containerEvent(pod, turn, request.container, 'Normal', 'Killing', message);
  const asked = pod.features.overrideBeforePreStop ? (request.override ?? own) : own;
  const grace = graceAfterRestart(pod, turn.now, asked);
  const kill = newKill(request.instance, request.container, request.ordered, turn.now);
  kill.grace = grace;
  kill.override = request.override;
  if (docker.killingAfterStop) kill.message = message;
  const handler = leavesPreStopOut(pod, request.reason) ? undefined : hookOf(container, 'preStop');
  if (handler === undefined || grace <= 0) return afterPreStop(pod, turn, kill);
  if (!isRunnable(handler)) {
    preStopFailed(pod, turn, request.container, undefined);
    return afterPreStop(pod, turn, kill);
  }
  kill.hookCall = sendHook(pod, turn, 'preStop', handler, request.container, request.instance);
  kill.timer = turn.after(grace * SECOND, { kind: 'prestop-limit', instance: request.instance });
  setKill(pod, kill);
};

const leavesPreStopOut = (pod: PodState, reason: KillReason): boolean => {
  const { mutants } = pod.features;
  if (reason === 'liveness') return mutants['prestop-not-on-liveness'] === true;
  return reason === 'postStart' && mutants['poststart-failure-without-prestop'] === true;
};

/** The mutant that takes off what passed since the deletion; the real kubelet begins anew. */
const graceAfterRestart = (pod: PodState, now: number, grace: number): number => {
  const deadline = pod.pod?.deletionTimestamp;
  if (pod.features.mutants['grace-remembered-over-restart'] !== true || deadline === undefined) return grace;
  return pod.generation === 0 ? grace : Math.max(1, Math.min(grace, Math.ceil((deadline - now) / SECOND)));
};

const preStopFailed = (pod: PodState, turn: PodTurn, name: string, answer: RuntimeAnswer | undefined): void => {
  const { docker, messages } = pod.features;
  const short = docker.hookFailureIsEmpty ? '' : 'PreStopHook failed';
  const spec = (pod.sync?.pod ?? pod.lastPod)?.spec;
  const container = spec === undefined ? undefined : findContainer(spec, name);
  const handler = hookOf(container, 'preStop');
  const isShort = docker.hookFailureIsEmpty || messages.hookFailureIsShort;
  const message =
    isShort || container === undefined || handler === undefined ? short : hookFailure(pod, container, handler, answer);
  containerEvent(pod, turn, name, 'Warning', 'FailedPreStopHook', message);
};

/** The end of a hook, which may come long after the kubelet stopped to wait for it: a failure is told whenever it comes. */
export const preStopEnded = (
  pod: PodState,
  turn: PodTurn,
  instance: string,
  container: string,
  answer: RuntimeAnswer,
): void => {
  if (!hookSucceeded(answer)) preStopFailed(pod, turn, container, answer);
  const kill = killOf(pod, instance);
  const found = answer.outcome !== 'containerExited' && answer.outcome !== 'notRunning';
  if (!found && pod.features.mutants['prestop-kills-main'] === true) return stopEnded(pod, turn, instance, false);
  if (kill?.stage === 'preStop' && kill.hookCall === answer.call) afterPreStop(pod, turn, kill);
};

/** The grace is used up while PreStop runs: it is not waited for any longer. */
export const preStopLimit = (pod: PodState, turn: PodTurn, instance: string): void => {
  const kill = killOf(pod, instance);
  if (kill?.stage === 'preStop') afterPreStop(pod, turn, kill);
};

/** Whole seconds are taken off the grace for the time that passed. */
const graceLeft = (pod: PodState, kill: Kill, now: number): number => {
  const { mutants } = pod.features;
  const used = (now - kill.stageSince) / SECOND;
  if (mutants['grace-rounds-up'] === true) return kill.grace - Math.ceil(used);
  if (mutants['grace-in-milliseconds'] === true) return kill.grace - used;
  return kill.grace - Math.floor(used);
};

const leastStop = (pod: PodState): number => {
  const { mutants } = pod.features;
  if (mutants['grace-without-floor'] === true) return 0;
  return mutants['grace-floor-of-five'] === true ? 5 : MINIMUM_STOP_SECONDS;
};

const afterPreStop = (pod: PodState, turn: PodTurn, before: Kill): void => {
  if (before.timer !== undefined) turn.cancel(before.timer);
  const kill = inStage(before, 'ordering', graceLeft(pod, before, turn.now), turn.now);
  setKill(pod, kill);
  if (!kill.ordered || kill.grace <= 0 || !mustWait(pod, kill)) return stop(pod, turn, kill, kill.grace);
  kill.timer = turn.after(kill.grace * SECOND, { kind: 'ordering-limit', instance: kill.id });
};

/** The grace is used up while a sidecar waits for others: it is stopped. */
export const orderingLimit = (pod: PodState, turn: PodTurn, instance: string): void => {
  const kill = killOf(pod, instance);
  if (kill?.stage === 'ordering') stop(pod, turn, kill, graceLeft(pod, kill, turn.now));
};

/** Sidecars whose turn has come are stopped. */
export const releaseWaiting = (pod: PodState, turn: PodTurn): void => {
  for (const kill of pod.kills)
    if (kill.stage === 'ordering' && !mustWait(pod, kill)) stop(pod, turn, kill, graceLeft(pod, kill, turn.now));
};

const stop = (pod: PodState, turn: PodTurn, kill: Kill, grace: number): void => {
  if (kill.timer !== undefined) turn.cancel(kill.timer);
  const least = Math.max(leastStop(pod), grace);
  // Up to 1.27 the override came after the hook and replaced whatever was left.
  const { overrideBeforePreStop, mutants } = pod.features;
  const deducts = overrideBeforePreStop && mutants['prestop-doubles-grace'] !== true;
  const timeoutSeconds = deducts ? least : (kill.override ?? least);
  setKill(pod, inStage(kill, 'stopping', grace, turn.now));
  const call = nextCall(pod, { kind: 'stop', instance: kill.id });
  ask(pod, turn, { kind: 'stop-container', call, id: kill.id, timeoutSeconds });
  if (mutants['prestop-runs-twice'] === true) sendPreStop(pod, turn, kill.name, kill.id);
};

/** For mutants: PreStop without a kill that waits for it. */
export const sendPreStop = (pod: PodState, turn: PodTurn, name: string, instance: string): void => {
  const spec = (pod.sync?.pod ?? pod.pod)?.spec;
  const handler = spec === undefined ? undefined : hookOf(findContainer(spec, name), 'preStop');
  if (handler !== undefined && isRunnable(handler)) sendHook(pod, turn, 'preStop', handler, name, instance);
};

/** For a mutant: stops that are under way are asked for again, with less time. */
export const shortenStops = (pod: PodState, turn: PodTurn): void => {
  if (pod.features.mutants['shortening-interrupts'] !== true) return;
  for (const kill of pod.kills) {
    if (kill.stage !== 'stopping') continue;
    const timeoutSeconds = Math.max(MINIMUM_STOP_SECONDS, pod.worker.grace);
    const call = nextCall(pod, { kind: 'stop', instance: kill.id });
    ask(pod, turn, { kind: 'stop-container', call, id: kill.id, timeoutSeconds });
  }
};

/** The container is stopped, or could not be: whoever waits for it may go on only in the first case. */
export const stopEnded = (pod: PodState, turn: PodTurn, instance: string, ok: boolean): void => {
  const kill = killOf(pod, instance);
  if (kill === undefined) return;
  if (kill.message !== undefined) containerEvent(pod, turn, kill.name, 'Normal', 'Killing', kill.message);
  if (ok) removeKill(pod, instance);
  else setKill(pod, inStage(kill, 'failed', kill.grace, turn.now));
  releaseWaiting(pod, turn);
};
