import { MILLISECOND, SECOND } from '@simlet/core';

import { NEVER_STARTED, SIGKILL_EXIT_CODE, SIGTERM_EXIT_MS, START_ERROR_EXIT_CODE } from '../constants.ts';
import type { CriFact, SignalFact, ContainerFact } from '../facts.ts';
import type { RuntimeRequest } from '../messages.ts';
import { conclude, recordEnd, refuse } from './call-ends.ts';
import { answer, callerIsGone, callUnderWay, findCall, keepCall, pend, recordCri } from './calls.ts';
import { callFails } from './faults.ts';
import { endCallsInto } from './handlers.ts';
import { behaviourOf, behaviourOfInstance } from './instance.ts';
import { changeInstance, findInstance } from './instances.ts';
import type { Instance } from './instance.ts';
import { answerTo, nameIsReserved } from './lost-answers.ts';
import type { CreateRequest, ExitCause, PendingCreation, RuntimePod, RuntimeTurn } from './state.ts';

type Request<Kind extends RuntimeRequest['kind']> = Extract<RuntimeRequest, { kind: Kind }>;

const counterKey = (pod: RuntimePod, container: string): string =>
  `instances/${pod.namespace}/${pod.name}/${container}`;

const numberMade = (pod: RuntimePod, turn: RuntimeTurn, container: string): number =>
  (turn.disk.read(counterKey(pod, container)) as number | undefined) ?? 0;

/** Containers are numbered per name over the whole run; a creation cut off by the death of the kubelet does not count. */
const nextNumber = (pod: RuntimePod, turn: RuntimeTurn, container: string): number => {
  let next = numberMade(pod, turn, container);
  // One that goes on although its caller is gone keeps its number.
  for (const { pending } of pod.calls)
    if (pending.kind === 'create-container' && pending.request.container === container)
      next = Math.max(next, pending.number + 1);
  return next;
};

/** CreateContainer begins. */
export const createContainer = (pod: RuntimePod, turn: RuntimeTurn, request: CreateRequest): void => {
  const number = nextNumber(pod, turn, request.container);
  const id = `${request.container}#${number}`;
  const begin: CriFact = {
    kind: 'cri',
    call: 'CreateContainer',
    phase: 'begin',
    pod: pod.name,
    container: id,
    attempt: request.attempt,
  };
  recordCri(turn, begin);
  const holder = reservedFor(pod, request);
  if (holder !== undefined) {
    const name = `${request.container}_${pod.name}_${pod.namespace}_${pod.uid}_${request.attempt}`;
    return refuse(pod, turn, request.call, { ...begin, phase: 'end' }, nameIsReserved('container', name, holder));
  }
  const behaviour = behaviourOf(pod.behaviours, pod.name, request.container);
  const milliseconds = behaviourOfInstance(behaviour, number).createMs ?? pod.latencies.createMs;
  pend(
    pod,
    turn,
    request.call,
    { kind: 'create-container', id, number, sandbox: pod.sandboxes[0]?.id ?? '', request },
    milliseconds,
  );
};

/** A creation of the same attempt that goes on although its caller is gone. */
const reservedFor = (pod: RuntimePod, { container, attempt }: CreateRequest): string | undefined => {
  for (const { pending } of pod.calls)
    if (pending.kind === 'create-container' && pending.request.container === container)
      if (pending.request.attempt === attempt) return pending.id;
  return undefined;
};

/** CreateContainer ends. */
export const containerCreated = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  call: string,
  { id, number, sandbox, request }: PendingCreation,
): void => {
  const behaviour = behaviourOfInstance(behaviourOf(pod.behaviours, pod.name, request.container), number);
  const fails = behaviour.createError === true || isTooLate(pod, call, sandbox);
  turn.disk.write(counterKey(pod, request.container), Math.max(number + 1, numberMade(pod, turn, request.container)));
  turn.disk.sync();
  const end: CriFact = {
    kind: 'cri',
    call: 'CreateContainer',
    phase: 'end',
    pod: pod.name,
    container: id,
    attempt: request.attempt,
    result: 'ok',
  };
  if (fails) return refuse(pod, turn, call, end, 'failed to create containerd container: simulated');
  recordEnd(pod, turn, call, end);
  const instance: Instance = {
    id,
    name: request.container,
    attempt: request.attempt,
    image: request.image,
    sandbox,
    state: 'created',
    startedAt: undefined,
    finishedAt: undefined,
    exitCode: undefined,
    reason: undefined,
    behaviour,
    createdAt: turn.now,
    signalled: false,
    killed: false,
    postStarts: 0,
    preStops: 0,
    endsAt: undefined,
  };
  pod.instances = [instance].concat(pod.instances);
  conclude(pod, turn, { call, ok: true, id });
};

/** A creation whose caller is gone makes nothing where the sandbox has gone meanwhile. */
const isTooLate = (pod: RuntimePod, call: string, sandbox: string): boolean =>
  findCall(pod, call)?.answer === 'lost as it begins' && pod.sandboxes.find(({ id }) => id === sandbox)?.ready !== true;

/** StartContainer begins. */
export const startContainer = (pod: RuntimePod, turn: RuntimeTurn, request: Request<'start-container'>): void => {
  recordCri(turn, { kind: 'cri', call: 'StartContainer', phase: 'begin', pod: pod.name, container: request.id });
  const milliseconds = findInstance(pod, request.id)?.behaviour.startMs ?? pod.latencies.startMs;
  pend(pod, turn, request.call, { kind: 'start-container', id: request.id }, milliseconds);
};

/** StartContainer ends: the entry point runs from now on. */
export const containerStarted = (pod: RuntimePod, turn: RuntimeTurn, call: string, id: string): void => {
  const instance = findInstance(pod, id);
  const fails = instance === undefined || instance.behaviour.startError === true;
  const end: CriFact = {
    kind: 'cri',
    call: 'StartContainer',
    phase: 'end',
    pod: pod.name,
    container: id,
    result: 'ok',
  };
  if (fails) {
    changeInstance(pod, id, (next) => {
      next.state = 'exited';
      next.startedAt = NEVER_STARTED;
      next.finishedAt = turn.now;
      next.exitCode = START_ERROR_EXIT_CODE;
      next.reason = 'StartError';
    });
    return refuse(pod, turn, call, end, 'failed to create containerd task: simulated start error');
  }
  recordEnd(pod, turn, call, end);
  turn.record({ kind: 'container', pod: pod.name, container: id, event: 'running' } satisfies ContainerFact);
  changeInstance(pod, id, (next) => {
    next.state = 'running';
    next.startedAt = turn.now;
  });
  const { runMs, exitCode } = instance.behaviour;
  if (runMs !== undefined && runMs !== null)
    turn.after(runMs * MILLISECOND, { kind: 'exit-due', id, exitCode: exitCode ?? 0, cause: 'self' });
  conclude(pod, turn, { call, ok: true, id });
};

/**
 * Stops a container as containerd does: the stop signal, once per container whoever asks how often, then SIGKILL at the
 * timeout. A container that does not run is stopped already. *Source:* containerd internal/cri/server/container_stop.go.
 */
export const stopContainer = (pod: RuntimePod, turn: RuntimeTurn, request: Request<'stop-container'>): void => {
  const { id, call, timeoutSeconds } = request;
  const begin: CriFact = {
    kind: 'cri',
    call: 'StopContainer',
    phase: 'begin',
    pod: pod.name,
    container: id,
    timeoutSeconds,
  };
  recordCri(turn, begin);
  const instance = findInstance(pod, id);
  if (instance?.state !== 'running') {
    recordCri(turn, { ...begin, phase: 'end', result: 'ok', alreadyStopped: true });
    answer(pod, turn, { call, ok: true });
    return;
  }
  if (callFails(pod, turn, 'stop-container')) {
    recordCri(turn, { ...begin, phase: 'end', result: 'error' });
    answer(pod, turn, { call, ok: false, error: `failed to stop container "${id}": simulated` });
    return;
  }
  const how = answerTo(pod, turn, 'stop-container');
  keepCall(pod, turn, call, { kind: 'stop-container', id, timeoutSeconds }, how);
  if (instance.signalled && pod.mutants['cri-stop-dedupe'] === true) return;
  if (!instance.signalled) signal(pod, turn, instance);
  // A stop whose caller is gone is given up: the stop signal stays sent, and no SIGKILL follows.
  if (how === 'lost as it begins') return callerIsGone(pod, turn, call);
  // A kubelet asks for whole seconds; only a mutant of it for fractions, which are whole microseconds all the same.
  turn.after(Math.round(timeoutSeconds * SECOND), { kind: 'stop-timeout', call });
};

const signal = (pod: RuntimePod, turn: RuntimeTurn, instance: Instance): void => {
  turn.record({ kind: 'signal', pod: pod.name, container: instance.id, signal: 'SIGTERM' } satisfies SignalFact);
  changeInstance(pod, instance.id, (next) => {
    next.signalled = true;
  });
  const reaction = instance.behaviour.sigterm ?? { exitAfterMs: SIGTERM_EXIT_MS };
  if (reaction.exitAfterMs === null) return;
  turn.after(reaction.exitAfterMs * MILLISECOND, {
    kind: 'exit-due',
    id: instance.id,
    exitCode: reaction.exitCode ?? 0,
    cause: 'SIGTERM',
  });
};

/** The timeout of a StopContainer is over. */
export const stopTimedOut = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  const pending = callUnderWay(pod, call);
  if (pending?.kind === 'stop-container') kill(pod, turn, pending.id);
};

/** SIGKILL; the process ends a little later. */
export const kill = (pod: RuntimePod, turn: RuntimeTurn, id: string): void => {
  const instance = findInstance(pod, id);
  if (instance?.state !== 'running' || instance.killed) return;
  turn.record({ kind: 'signal', pod: pod.name, container: id, signal: 'SIGKILL' } satisfies SignalFact);
  changeInstance(pod, id, (next) => {
    next.killed = true;
  });
  const milliseconds = pod.latencies.killMs;
  turn.after(milliseconds * MILLISECOND, { kind: 'exit-due', id, exitCode: SIGKILL_EXIT_CODE, cause: 'SIGKILL' });
};

/** The process of a container ends. */
export const exit = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  id: string,
  exitCode: number,
  cause: ExitCause,
  reason?: string,
): void => {
  if (findInstance(pod, id)?.state !== 'running') return;
  const fact = { kind: 'container', pod: pod.name, container: id, event: 'exited', exitCode, cause } as const;
  turn.record(fact satisfies ContainerFact);
  if (isLost(pod, id)) return;
  changeInstance(pod, id, (next) => {
    next.state = 'exited';
    next.finishedAt = turn.now;
    next.exitCode = exitCode;
    next.reason = reason ?? (exitCode === 0 ? 'Completed' : 'Error');
  });
  endStops(pod, turn, id);
  endCallsInto(pod, turn, id);
};

/** A mutant: an exit is lost while a command runs in the container. */
const isLost = (pod: RuntimePod, id: string): boolean =>
  pod.mutants['exit-event-lost'] === true &&
  pod.calls.some(({ pending }) => {
    const command = pending.kind === 'hook' || pending.kind === 'probe';
    return command && pending.id === id && pending.request.handler === 'exec';
  });

/** Whoever waited for the end of the container has it. */
const endStops = (pod: RuntimePod, turn: RuntimeTurn, id: string): void => {
  for (const { call, pending } of pod.calls) {
    if (pending.kind !== 'stop-container' || pending.id !== id) continue;
    const { timeoutSeconds } = pending;
    recordEnd(pod, turn, call, {
      kind: 'cri',
      call: 'StopContainer',
      phase: 'end',
      pod: pod.name,
      container: id,
      result: 'ok',
      timeoutSeconds,
    });
    conclude(pod, turn, { call, ok: true });
  }
};

/**
 * RemoveContainer, which takes no time. One that runs, because it was started while the collector held it for dead, is
 * killed first. *Source:* containerd internal/cri/server/container_remove.go; docs/fidelity.md 6.
 */
export const removeContainer = (pod: RuntimePod, turn: RuntimeTurn, id: string): void => {
  exit(pod, turn, id, SIGKILL_EXIT_CODE, 'SIGKILL');
  recordCri(turn, { kind: 'cri', call: 'RemoveContainer', pod: pod.name, container: id, result: 'ok' });
  pod.instances = pod.instances.filter((instance) => instance.id !== id);
};
