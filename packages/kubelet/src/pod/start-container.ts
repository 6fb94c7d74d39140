import type { Container, LifecycleHandler } from '@simlet/objects';

import { IMAGE_SIZE_BYTES } from '../constants.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { isInBackoff, nextBackoff } from './backoff.ts';
import { ask, nextCall } from './calls.ts';
import { containerEvent } from './events.ts';
import { dockerCreated, dockerHookFailure, dockerStarted, startError } from './docker-messages.ts';
import { hookFailure, hookOf, hookSucceeded, isRunnable, sendHook } from './hook.ts';
import { imageBackoffOf, pullFailed } from './image-backoff.ts';
import { askForImage, pullImage } from './image.ts';
import { beginKill } from './kill-container.ts';
import { findContainer, formatPod, isInitContainer, isSidecar, newestOf } from './spec.ts';
import type { PodMessage, PodState, PodTurn } from './state.ts';
import type { StartStep } from './steps.ts';
import { abandon, fail, stepDone } from './sync-state.ts';

const setStep = (pod: PodState, step: StartStep): void => {
  if (pod.sync !== undefined) pod.sync = { ...pod.sync, current: step };
};

const containerOf = (pod: PodState, step: StartStep): Container | undefined => {
  const spec = pod.sync?.pod?.spec;
  return spec === undefined ? undefined : findContainer(spec, step.container);
};

/** *Source:* kubelet-behaviour 1.7.2 and 2.1; kuberuntime_manager.go, doBackOff; kuberuntime_container.go, startContainer. */
export const beginStart = (pod: PodState, turn: PodTurn, step: StartStep): void => {
  const container = containerOf(pod, step);
  if (container === undefined) return stepDone(pod);
  const end = crashBackoff(pod, turn, container);
  if (end !== undefined) return refuse(pod, turn, step, container, end);
  setStep(pod, { ...step, stage: 'image-status', call: askForImage(pod, turn, container) });
};

/** The end of the back-off that the container is in; else counts this start. */
const crashBackoff = (pod: PodState, turn: PodTurn, container: Container): number | undefined => {
  const exited = pod.sync?.status.containers.find(
    (instance) => instance.name === container.name && instance.state === 'exited',
  );
  if (exited === undefined) return undefined;
  const key = `${container.name} ${container.image}`;
  const entry = pod.crashBackoff[key];
  const finishedAt = exited.finishedAt ?? 0;
  if (entry !== undefined && isInBackoff(entry, finishedAt, turn.now)) return finishedAt + entry.duration;
  pod.crashBackoff = { ...pod.crashBackoff, [key]: nextBackoff(entry, finishedAt, turn.now) };
  return undefined;
};

const refuse = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, end: number): void => {
  const where = pod.features.messages.backoffNamesPod ? ` ${container.name} in pod ${formatPod(pod)}` : '';
  const what = pod.features.docker.backoffNamesDocker ? 'docker container' : 'container';
  containerEvent(pod, turn, container.name, 'Warning', 'BackOff', `Back-off restarting failed ${what}${where}`);
  const duration = pod.crashBackoff[`${container.name} ${container.image}`]?.duration ?? 0;
  const backoff = pod.features.docker.backoffNamesDocker ? 'Back-off' : 'back-off';
  const message = `${backoff} ${goDuration(duration)} restarting failed container=${container.name} pod=${formatPod(pod)}`;
  startFailed(pod, step, 'CrashLoopBackOff', message, end);
};

/** `1m20s`, as Go prints durations of whole seconds. */
const goDuration = (time: number): string => {
  const seconds = time / 1_000_000;
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
};

/** A regular init container that does not start ends the sync; after others the next one is started. */
const startFailed = (pod: PodState, step: StartStep, reason: string, message: string, retryAt?: number): void => {
  const sync = pod.sync;
  if (sync?.pod === undefined) return;
  pod.sync = { ...sync, startResults: { ...sync.startResults, [step.container]: { reason, message } } };
  fail(pod, startError(step.container, { reason, message }), retryAt);
  const container = findContainer(sync.pod.spec, step.container);
  const blocks = container !== undefined && isInitContainer(sync.pod.spec, container.name) && !isSidecar(container);
  if (blocks) abandon(pod);
  else stepDone(pod);
};

const started = (pod: PodState, step: StartStep): void => {
  const sync = pod.sync;
  if (sync !== undefined) pod.sync = { ...sync, startResults: { ...sync.startResults, [step.container]: null } };
  stepDone(pod);
};

export const startAnswered = (pod: PodState, turn: PodTurn, step: StartStep, answer: RuntimeAnswer): void => {
  const container = containerOf(pod, step);
  if (container === undefined || answer.call !== step.call) return;
  if (step.stage === 'image-status') imageKnown(pod, turn, step, container, answer.ok);
  else if (step.stage === 'create') created(pod, turn, step, container, answer);
  else if (step.stage === 'start') runs(pod, turn, step, container, answer);
};

/** *Source:* kubelet-behaviour 1.5; pkg/kubelet/images/image_manager.go. */
const imageKnown = (pod: PodState, turn: PodTurn, step: StartStep, container: Container, present: boolean): void => {
  const policy = container.imagePullPolicy ?? 'IfNotPresent';
  const event = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    containerEvent(pod, turn, container.name, type, reason, message);
  if (present && policy !== 'Always') {
    const access = pod.features.messages.presentAccess ? ' and can be accessed by the pod' : '';
    progress(
      pod,
      turn,
      container,
      'Pulled',
      `Container image "${container.image}" already present on machine${access}`,
    );
    return create(pod, turn, step, container);
  }
  if (policy === 'Never') {
    const message = `Container image "${container.image}" is not present with pull policy of Never`;
    event('Warning', 'ErrImageNeverPull', message);
    return imageFailed(pod, turn, step, container, 'ErrImageNeverPull', message);
  }
  const backoff = imageBackoffOf(pod, container.image, turn.now);
  if (backoff !== undefined) {
    const message = `Back-off pulling image "${container.image}"`;
    event('Normal', 'BackOff', message);
    const full = pod.features.pullBackoffNamesError ? `${message}: ${backoff.error}` : message;
    return imageFailed(pod, turn, step, container, 'ImagePullBackOff', full);
  }
  const pulling = pod.features.docker.pullsAreShort ? 'pulling' : 'Pulling';
  progress(pod, turn, container, 'Pulling', `${pulling} image "${container.image}"`);
  setStep(pod, { ...step, stage: 'pull', call: pullImage(pod, turn, container) });
};

const imageFailed = (
  pod: PodState,
  turn: PodTurn,
  step: StartStep,
  container: Container,
  reason: string,
  message: string,
): void => {
  containerEvent(pod, turn, container.name, 'Warning', 'Failed', `Error: ${reason}`);
  startFailed(pod, step, reason, message);
};

export const pullEnded = (pod: PodState, turn: PodTurn, pull: Extract<PodMessage, { kind: 'pull-ended' }>): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'pull' || step.call !== pull.call) return;
  const container = containerOf(pod, step);
  if (container === undefined) return;
  if (!pull.ok) {
    const error = pull.error ?? '';
    containerEvent(
      pod,
      turn,
      container.name,
      'Warning',
      'Failed',
      `Failed to pull image "${container.image}": ${error}`,
    );
    pullFailed(pod, container.image, turn.now, `ErrImagePull: ${error}`);
    return imageFailed(pod, turn, step, container, 'ErrImagePull', error);
  }
  const size = pod.features.messages.pulledSize ? `. Image size: ${IMAGE_SIZE_BYTES} bytes.` : '';
  const took = ` in ${goMilliseconds(pull.pullMs)} (${goMilliseconds(pull.totalMs)} including waiting)${size}`;
  const end = pod.features.docker.pullsAreShort ? '' : took;
  progress(pod, turn, container, 'Pulled', `Successfully pulled image "${container.image}"${end}`);
  create(pod, turn, step, container);
};

/** `1.25s` or `400ms`, as Go prints durations of whole milliseconds. */
const goMilliseconds = (milliseconds: number): string => {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1_000) return `${milliseconds}ms`;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = (milliseconds % 60_000) / 1_000;
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
};

/**
 * One more than the newest instance had; where the runtime has none any more, what the API tells of it.
 * *Source:* kubelet-behaviour 2.1; traces in which an init container was removed before it ran again.
 */
const restartCountOf = (pod: PodState, name: string): number => {
  const { status, pod: api } = pod.sync ?? {};
  const newest = status === undefined ? undefined : newestOf(status, name);
  if (newest !== undefined) return newest.attempt + 1;
  const shown = [...(api?.status.containers ?? []), ...(api?.status.initContainers ?? [])];
  const last = shown.find((each) => each.name === name);
  return last === undefined ? 0 : last.restartCount + (last.state === 'terminated' ? 1 : 0);
};

/** An event of what went well on the way to a running container. */
const progress = (pod: PodState, turn: PodTurn, container: Container, reason: string, message: string): void => {
  if (pod.features.docker.tellsFirstInstance && restartCountOf(pod, container.name) > 0) return;
  containerEvent(pod, turn, container.name, 'Normal', reason, message);
};

const create = (pod: PodState, turn: PodTurn, step: StartStep, container: Container): void => {
  const call = nextCall(pod, { kind: 'step' });
  const attempt = restartCountOf(pod, container.name);
  ask(pod, turn, { kind: 'create-container', call, container: container.name, attempt, image: container.image });
  setStep(pod, { ...step, stage: 'create', call });
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
  setStep(pod, { ...step, stage: 'start', call, instance: answer.id });
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
  const call = sendHook(pod, turn, 'postStart', handler, container.name, step.instance);
  setStep(pod, { ...step, stage: 'postStart', call });
};

/** PostStart blocks the worker until it returns, however long that takes. *Source:* kubelet-behaviour 2.2 to 2.4. */
export const postStartEnded = (pod: PodState, turn: PodTurn, answer: RuntimeAnswer): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'postStart' || step.call !== answer.call) return;
  const container = containerOf(pod, step);
  const handler = hookOf(container, 'postStart');
  if (container === undefined || handler === undefined || hookSucceeded(answer)) return started(pod, step);
  postStartFailed(pod, turn, step, container, handler, answer);
};

/** *Source:* kubelet-behaviour 2.3. */
const postStartFailed = (
  pod: PodState,
  turn: PodTurn,
  step: StartStep,
  container: Container,
  handler: LifecycleHandler,
  answer: RuntimeAnswer | undefined,
): void => {
  const { docker, messages } = pod.features;
  const said = hookFailure(pod, container, handler, answer);
  const text = docker.hookFailureIsEmpty ? '' : messages.hookFailureIsShort ? 'PostStartHook failed' : said;
  containerEvent(pod, turn, container.name, 'Warning', 'FailedPostStartHook', text);
  const instance = step.instance ?? '';
  const failure = docker.hookFailureIsRunError ? dockerHookFailure(pod, container, handler, answer) : said;
  setStep(pod, { ...step, stage: 'kill', failure });
  const message = docker.hookFailureIsRunError ? failure : 'FailedPostStartHook';
  beginKill(pod, turn, { instance, container: container.name, message, reason: 'postStart', ordered: false });
};

/** The container whose PostStart failed is gone. */
export const startKillMayBeOver = (pod: PodState): void => {
  const step = pod.sync?.current;
  if (step?.kind !== 'start-container' || step.stage !== 'kill') return;
  const kill = pod.kills[step.instance ?? ''];
  if (kill !== undefined && kill.stage !== 'failed') return;
  pod.kills = {};
  const reason = pod.features.docker.hookFailureIsRunError ? 'RunContainerError' : 'PostStartHookError';
  startFailed(pod, step, reason, step.failure ?? '');
};
