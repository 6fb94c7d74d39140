import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import type { EndByHook, HookBehaviour, ProbeBehaviour } from '../behaviour.ts';
import { HTTP_TIMEOUT_NOTICE } from '../constants.ts';
import type { CallOutcome, HookFact, ProbeFact } from '../facts.ts';
import type { HookRequest, ProbeRequest } from '../messages.ts';
import { answer, finishCall, keepCall, pend } from './calls.ts';
import { changeInstance, findInstance } from './instances.ts';
import type { Instance } from './instance.ts';
import { answerIsLost, CONNECTION_LOST } from './lost-answers.ts';
import type { CallEnd, PendingCall, RuntimeEvent, RuntimePod, RuntimeTurn } from './state.ts';

/** Commands run in the instance that they name; requests go to whatever instance of the container listens on the pod's address. */
const addressee = (pod: RuntimePod, request: HookRequest | ProbeRequest): Instance | undefined => {
  if (request.handler === 'exec') {
    const instance = findInstance(pod, request.id);
    return instance?.state === 'running' ? instance : undefined;
  }
  if (request.handler === 'sleep') return findInstance(pod, request.id);
  return pod.instances.find((instance) => instance.name === request.container && instance.state === 'running');
};

const hasNetwork = (pod: RuntimePod): boolean => pod.sandboxes.some((sandbox) => sandbox.ready);

/** How a request that found nobody names its container: a command its instance, a connection only the container. */
const nobody = (request: HookRequest | ProbeRequest): string =>
  request.handler === 'exec' ? request.id : request.container;

/** Carries out one delivery of a hook. */
export const deliverHook = (pod: RuntimePod, turn: RuntimeTurn, request: HookRequest): void => {
  const instance = addressee(pod, request);
  if (instance === undefined) {
    turn.record({
      kind: 'hook',
      hook: request.hook,
      handler: request.handler,
      pod: pod.name,
      container: nobody(request),
      phase: 'end',
      outcome: 'notRunning',
      durMs: 0,
    } satisfies HookFact);
    answer(pod, turn, { call: request.call, ok: false, outcome: 'notRunning' });
    return;
  }
  const delivery = request.hook === 'postStart' ? instance.postStarts : instance.preStops;
  changeInstance(pod, instance.id, (next) => {
    if (request.hook === 'postStart') next.postStarts += 1;
    else next.preStops += 1;
  });
  turn.record({
    kind: 'hook',
    hook: request.hook,
    handler: request.handler,
    pod: pod.name,
    container: instance.id,
    phase: 'start',
    delivery,
  } satisfies HookFact);
  const pending: PendingCall = { kind: 'hook', request, id: instance.id, since: turn.now, delivery };
  const script = hookScript(instance, request, delivery);
  if (script.ends !== undefined) endByHook(turn, request.call, script, script.ends);
  if (script.ms === null) keepCall(pod, turn, request.call, pending);
  else pend(pod, turn, request.call, pending, script.ms, hookEnd(request, script));
};

/** The hook has done its deed when it ends, or when the entry point does, whichever comes first. */
const endByHook = (turn: RuntimeTurn, call: string, { ms }: HookBehaviour, { afterMs, exitCode }: EndByHook): void => {
  const doneMs = Math.min(ms ?? afterMs, afterMs);
  const event: RuntimeEvent = { kind: 'hook-ends-container', call, exitCode: exitCode ?? 0, inMs: afterMs - doneMs };
  turn.after(doneMs * MILLISECOND, event);
};

const hookScript = (instance: Instance, request: HookRequest, delivery: number): HookBehaviour => {
  if (request.handler === 'sleep') return { ms: (request.seconds ?? 0) * 1_000, ok: true };
  const entries = (request.hook === 'postStart' ? instance.behaviour.postStart : instance.behaviour.preStop) ?? [];
  return entries[Math.min(delivery, entries.length - 1)] ?? { ms: 0, ok: true };
};

const hookEnd = (request: HookRequest, script: HookBehaviour): CallEnd => ({
  outcome: script.ok ? 'ok' : 'fail',
  exitCode: script.ok ? undefined : (script.exitCode ?? 1),
  httpStatus: request.handler === 'httpGet' ? script.httpStatus : undefined,
});

/** Carries out one probe. */
export const probeContainer = (pod: RuntimePod, turn: RuntimeTurn, request: ProbeRequest): void => {
  if (request.cancelled && request.handler === 'exec') {
    recordProbe(pod, turn, request, request.id, 'canceled', 0);
    answer(pod, turn, { call: request.call, ok: false, outcome: 'canceled' });
    return;
  }
  const instance = addressee(pod, request);
  if (instance === undefined) {
    // Without a network there is nobody who could see the request.
    if (request.handler === 'exec' || hasNetwork(pod))
      recordProbe(pod, turn, request, nobody(request), 'notRunning', 0);
    answer(pod, turn, { call: request.call, ok: false, outcome: 'notRunning' });
    return;
  }
  const behaviour = instance.behaviour[request.probe];
  const outcome = probeOutcome(behaviour, turn.now - (instance.startedAt ?? turn.now));
  const latency = behaviour?.latencyMs ?? pod.latencies.probeMs;
  const pending: PendingCall = { kind: 'probe', request, id: instance.id, since: turn.now };
  const waits = request.handler === 'exec' && pod.mutants['exec-probe-timeout-ignored'] === true;
  // A command that hangs ends after ten times its timeout where nothing ends it.
  const limit = request.timeoutSeconds * (waits ? 10_000 : 1_000);
  if (outcome === 'hang' || latency > limit) pend(pod, turn, request.call, pending, limit, { outcome: 'timeout' });
  else pend(pod, turn, request.call, pending, latency, { outcome });
};

/** The entry of the time-line that is in force `age` after the instance started. */
const probeOutcome = (behaviour: ProbeBehaviour | undefined, age: Micros): 'ok' | 'fail' | 'hang' => {
  let outcome: 'ok' | 'fail' | 'hang' = 'ok';
  for (const [fromMs, next] of behaviour?.timeline ?? []) if (age >= fromMs * MILLISECOND) outcome = next;
  return outcome;
};

/** A call into a container ends: by itself, by the end of the container, or with the kubelet that made it. */
export const endCall = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  call: string,
  pending: Extract<PendingCall, { kind: 'hook' | 'probe' }>,
  ended: CallOutcome,
  end: CallEnd = {},
): void => {
  finishCall(pod, call);
  const outcome = isUnheard(pod, turn, pending, ended) ? 'lost' : ended;
  const durMs = (turn.now - pending.since) / MILLISECOND;
  if (pending.kind === 'probe') recordProbe(pod, turn, pending.request, pending.id, outcome, durMs);
  else {
    const { hook, handler } = pending.request;
    turn.record({
      kind: 'hook',
      hook,
      handler,
      pod: pod.name,
      container: pending.id,
      phase: 'end',
      delivery: pending.delivery,
      outcome,
      durMs,
    } satisfies HookFact);
  }
  if (outcome === 'kubeletStop') return;
  const content = {
    call,
    ok: outcome === 'ok',
    outcome,
    httpStatus: end.httpStatus,
    exitCode: end.exitCode,
    error: outcome === 'lost' ? CONNECTION_LOST : undefined,
  };
  const clientTimedOut = outcome === 'timeout' && pending.request.handler === 'httpGet';
  // The client notices it by itself: nothing else that the runtime has to say waits for that.
  if (clientTimedOut) turn.after(HTTP_TIMEOUT_NOTICE, { kind: 'notice', content });
  else answer(pod, turn, content);
};

/** Whether the kubelet does not hear how a command of a hook ended: its own requests need no runtime. */
const isUnheard = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  { kind, request }: Extract<PendingCall, { kind: 'hook' | 'probe' }>,
  ended: CallOutcome,
): boolean =>
  kind === 'hook' &&
  request.handler === 'exec' &&
  (ended === 'ok' || ended === 'fail') &&
  answerIsLost(pod.faults.answers, turn, 'hook', pod.name);

/** The end of an entry point ends the commands in it and the connections to it; a sleep is beside it and goes on. */
export const endCallsInto = (pod: RuntimePod, turn: RuntimeTurn, id: string): void => {
  for (const { call, pending } of pod.calls) {
    if (pending.kind !== 'hook' && pending.kind !== 'probe') continue;
    const goesOn = pending.request.handler === 'sleep' && pod.mutants['sleep-hook-ends-with-container'] !== true;
    if (pending.id !== id || goesOn) continue;
    endCall(pod, turn, call, pending, 'containerExited', { exitCode: 137 });
  }
};

const recordProbe = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  request: ProbeRequest,
  container: string,
  outcome: CallOutcome,
  durMs: number,
): void =>
  turn.record({
    kind: 'probe',
    probe: request.probe,
    handler: request.handler,
    pod: pod.name,
    container,
    outcome,
    durMs,
  } satisfies ProbeFact);
