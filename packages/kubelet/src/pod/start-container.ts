import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Container, LifecycleHandler } from '@simlet/objects';

import { CRASH_BACKOFF_INITIAL } from '../constants.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { unreachable } from '../unreachable.ts';
import { isInBackoff, nextBackoff } from './backoff.ts';
import { ask, nextCall } from './calls.ts';
import { containerEvent } from './events.ts';
import { dockerCreated, dockerHookFailure, dockerStarted, startError } from './docker-messages.ts';
import { goSeconds } from './go-duration.ts';
import { hookFailure, hookOf, hookSucceeded, isRunnable, sendHook } from './hook.ts';
import { askForImage, imageKnown, imagePulled, imageUnknown } from './image.ts';
import type { ImageOutcome, PullEnd } from './image.ts';
import { beginKill } from './kill-container.ts';
import { killOf } from './kills.ts';
import { findContainer, formatPod, isInitContainer, isSidecar } from './spec.ts';
import { progress, restartCountOf } from './start-progress.ts';
import type { BackoffEntry, PodState, PodTurn, StartFailure, Sync } from './state.ts';
import { atStage } from './steps.ts';
import type { StartStep } from './steps.ts';
import { abandon, fail, stepDone } from './sync-state.ts';

const setStep = (pod: PodState, step: StartStep): void => {
  if (pod.sync !== undefined) pod.sync.current = step;
};

const containerOf = (pod: PodState, step: StartStep): Container | undefined => {
  const spec = pod.sync?.pod?.spec;
  return spec === undefined ? undefined : findContainer(spec, step.container);
};

/**
 * Begins to start a container, or refuses to while its back-off runs. *Source:*
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff; kuberuntime_container.go, startContainer;
 * docs/fidelity.md 1.7.2 and 2.1.
 */
export const beginStart = (pod: PodState, turn: PodTurn, step: StartStep): void => {
  const container = containerOf(pod, step);
  if (container === undefined) return stepDone(pod);
  const end = crashBackoff(pod, turn, container);
  if (end !== undefined) return refuse(pod, turn, step, container, end);
  setStep(pod, atStage(step, 'image-status', askForImage(pod, turn, container)));
};

/** For a mutant: an entry as if a crash had come before. */
const firstBackoff = (lastUpdate: Micros): BackoffEntry => ({ duration: CRASH_BACKOFF_INITIAL, lastUpdate });

/** The end of the back-off that the container is in; else counts this start. */
const crashBackoff = (pod: PodState, turn: PodTurn, container: Container): number | undefined => {
  const exited = pod.sync?.status.containers.find(
    (instance) => instance.name === container.name && instance.state === 'exited',
  );
  if (exited === undefined) return undefined;
  const key = `${container.name} ${container.image}`;
  const { mutants } = pod.features;
  const first = mutants['backoff-from-the-first-crash'] === true;
  const finishedAt = (mutants['backoff-counts-from-start'] === true ? exited.startedAt : exited.finishedAt) ?? 0;
  const entry = pod.crashBackoff[key] ?? (first ? firstBackoff(finishedAt) : undefined);
  if (entry !== undefined && isInBackoff(entry, finishedAt, turn.now)) return finishedAt + entry.duration;
  pod.crashBackoff = {
    ...pod.crashBackoff,
    [key]: nextBackoff(mutants['backoff-resets-on-start'] === true ? undefined : entry, finishedAt, turn.now),
  };
  return undefined;
};

const refuse = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, end: number): void => {
  const where = pod.features.messages.backoffNamesPod ? ` ${container.name} in pod ${formatPod(pod)}` : '';
  const what = pod.features.docker.backoffNamesDocker ? 'docker container' : 'container';
  containerEvent(pod, turn, container.name, 'Warning', 'BackOff', `Back-off restarting failed ${what}${where}`);
  const duration = pod.crashBackoff[`${container.name} ${container.image}`]?.duration ?? 0;
  const backoff = pod.features.docker.backoffNamesDocker ? 'Back-off' : 'back-off';
  const message = `${backoff} ${goSeconds(duration / SECOND)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
  startFailed(pod, step, 'CrashLoopBackOff', message, end);
};

const endStart = (sync: Sync, container: string, failure: StartFailure | undefined): void => {
  sync.startResults = [...sync.startResults, { container, failure }];
};

/** A regular init container that does not start ends the sync; after others the next one is started. */
const startFailed = (pod: PodState, step: StartStep, reason: string, message: string, retryAt?: number): void => {
  const sync = pod.sync;
  if (sync?.pod === undefined) return;
  endStart(sync, step.container, { reason, message });
  fail(pod, startError(step.container, { reason, message }), retryAt);
  const container = findContainer(sync.pod.spec, step.container);
  const blocks = container !== undefined && isInitContainer(sync.pod.spec, container.name) && !isSidecar(container);
  if (blocks) abandon(pod);
  else stepDone(pod);
};

const started = (pod: PodState, step: StartStep): void => {
  const sync = pod.sync;
  if (sync !== undefined) endStart(sync, step.container, undefined);
  stepDone(pod);
};

/** The runtime answers a call that starting a container waits for. */
export const startAnswered = (pod: PodState, turn: PodTurn, step: StartStep, answer: RuntimeAnswer): void => {
  const container = containerOf(pod, step);
  if (container === undefined || answer.call !== step.call) return;
  if (step.stage === 'image-status' && answer.error !== undefined)
    imageCame(pod, turn, step, container, imageUnknown(pod, turn, container, answer.error));
  else if (step.stage === 'image-status')
    imageCame(pod, turn, step, container, imageKnown(pod, turn, container, answer.ok));
  else if (step.stage === 'create') created(pod, turn, step, container, answer);
  else if (step.stage === 'start') runs(pod, turn, step, container, answer);
};

/** The image is there, or will be, or is not to be had. */
const imageCame = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, image: ImageOutcome): void => {
  switch (image.kind) {
    case 'present':
      return create(pod, turn, step, container);
    case 'pulling':
      return setStep(pod, atStage(step, 'pull', image.call));
    case 'failed':
      containerEvent(pod, turn, container.name, 'Warning', 'Failed', `Error: ${image.reason}`);
      return startFailed(pod, step, image.reason, image.message);
    default:
      return unreachable(image);
  }
};

/** The pull that starting a container waits for is over. */
export const pullEnded = (pod: PodState, turn: PodTurn, pull: PullEnd): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'pull' || step.call !== pull.call) return;
  const container = containerOf(pod, step);
  if (container !== undefined) imageCame(pod, turn, step, container, imagePulled(pod, turn, container, pull));
};

const create = (pod: PodState, turn: PodTurn, step: StartStep, container: Container): void => {
  const call = nextCall(pod, { kind: 'step' });
  const attempt = restartCountOf(pod, container.name);
  ask(pod, turn, { kind: 'create-container', call, container: container.name, attempt, image: container.image });
  setStep(pod, atStage(step, 'create', call));
};

const created = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, answer: RuntimeAnswer): void => {
  if (!answer.ok || answer.id === undefined)
    return runtimeFailed(pod, turn, step, container, 'CreateContainerError', answer);
  const { docker, messages } = pod.features;
  const text = docker.eventsNameDockerId
    ? dockerCreated(pod, answer.id)
    : messages.created.replace('<c>', container.name);
  progress(pod, turn, container, 'Created', text);
  const call = nextCall(pod, { kind: 'step' });
  ask(pod, turn, { kind: 'start-container', call, id: answer.id });
  setStep(pod, atStage(step, 'start', call, answer.id));
};

const runtimeFailed = (
  pod: PodState,
  turn: PodTurn,
  step: StartStep,
  container: Container,
  reason: string,
  answer: RuntimeAnswer,
): void => {
  containerEvent(pod, turn, container.name, 'Warning', 'Failed', `Error: ${answer.error ?? ''}`);
  startFailed(pod, step, reason, answer.error ?? '');
};

const runs = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, answer: RuntimeAnswer): void => {
  if (!answer.ok || step.instance === undefined)
    return runtimeFailed(pod, turn, step, container, 'RunContainerError', answer);
  const { docker, messages } = pod.features;
  const name = container.name;
  const text = docker.eventsNameDockerId ? dockerStarted(pod, step.instance) : messages.started.replace('<c>', name);
  progress(pod, turn, container, 'Started', text);
  const handler = hookOf(container, 'postStart');
  if (handler === undefined) return started(pod, step);
  if (!isRunnable(handler)) return postStartFailed(pod, turn, step, container, handler, undefined);
  setStep(pod, atStage(step, 'postStart', undefined));
  // A step of its own: the kubelet may die between the start of a container and its hook.
  turn.after(0, { kind: 'post-start-begins' });
};

/** Delivers PostStart of a container that has just been started. */
export const beginPostStart = (pod: PodState, turn: PodTurn): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'postStart' || step.call !== undefined) return;
  const handler = hookOf(containerOf(pod, step), 'postStart');
  if (handler === undefined || step.instance === undefined) return;
  const call = sendHook(pod, turn, 'postStart', handler, step.container, step.instance);
  setStep(pod, atStage(step, 'postStart', call));
  if (pod.features.mutants['poststart-in-parallel'] === true) started(pod, step);
};

/**
 * PostStart blocks the worker until it returns, however long that takes. *Source:*
 * pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer; docs/fidelity.md 2.2.
 */
export const postStartEnded = (pod: PodState, turn: PodTurn, answer: RuntimeAnswer): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'postStart' || step.call !== answer.call) return;
  const container = containerOf(pod, step);
  const handler = hookOf(container, 'postStart');
  if (container === undefined || handler === undefined || hookSucceeded(answer)) return started(pod, step);
  postStartFailed(pod, turn, step, container, handler, answer);
};

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer; docs/fidelity.md 2.3. */
const postStartFailed = (
  pod: PodState,
  turn: PodTurn,
  step: StartStep,
  container: Container,
  handler: LifecycleHandler,
  answer: RuntimeAnswer | undefined,
): void => {
  const { docker, messages, mutants } = pod.features;
  if (mutants['poststart-failure-ignored'] === true) return started(pod, step);
  const said = hookFailure(pod, container, handler, answer);
  const text = docker.hookFailureIsEmpty ? '' : messages.hookFailureIsShort ? 'PostStartHook failed' : said;
  if (mutants['poststart-failure-silent'] !== true)
    containerEvent(pod, turn, container.name, 'Warning', 'FailedPostStartHook', text);
  const instance = step.instance ?? '';
  const failure = docker.hookFailureIsRunError ? dockerHookFailure(pod, container, handler, answer) : said;
  setStep(pod, atStage(step, 'kill', step.call, step.instance, failure));
  const message = docker.hookFailureIsRunError ? failure : 'FailedPostStartHook';
  const { name } = container;
  beginKill(pod, turn, {
    instance,
    container: name,
    message,
    reason: 'postStart',
    override: undefined,
    ordered: false,
  });
};

/** The container whose PostStart failed is gone. */
export const startKillMayBeOver = (pod: PodState): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'kill') return;
  const kill = killOf(pod, step.instance ?? '');
  if (kill !== undefined && kill.stage !== 'failed') return;
  pod.kills = [];
  const reason = pod.features.docker.hookFailureIsRunError ? 'RunContainerError' : 'PostStartHookError';
  startFailed(pod, step, reason, step.failure ?? '');
};
