import { CONNECTION_LOST, CONNECTION_REFUSED, lateKey } from './lost-answers.ts';
import type { CriFact, HookFact, ProbeFact } from '../facts.ts';
import type { HookRequest, ProbeRequest } from '../messages.ts';
import { callOf } from './call-of.ts';
import { answer, finishCall, recordCri, report, statusOf } from './calls.ts';
import { endCall } from './handlers.ts';
import { sandboxDies } from './sandboxes.ts';
import type { RuntimeMessage, RuntimePod, RuntimeTurn } from './state.ts';
import { EMPTY_RUNTIME_STATUS } from './status.ts';

/**
 * The runtime dies: every call breaks off, what was being made is not made, and a stop is given up without SIGKILL. The
 * containers run on, each under a process of its own, unless they die with it. Requests of the kubelet's own to a
 * container, and sleeps, need no runtime. *Source:* containerd docs/man (live restore by shims), docs/fidelity.md 6.
 */
export const runtimeDies = (pod: RuntimePod, turn: RuntimeTurn, takesContainers: boolean): void => {
  if (pod.down) return;
  pod.down = true;
  for (const { call, pending, answer: how, done } of pod.calls) {
    if (pending.kind === 'hook' || pending.kind === 'probe') {
      if (pending.request.handler === 'exec') endCall(pod, turn, call, pending, 'lost');
      continue;
    }
    finishCall(pod, call);
    const result = done ? 'lost' : 'error';
    recordCri(turn, { kind: 'cri', phase: 'end', pod: pod.name, result, ...callOf(pending) });
    // Nobody waits for what was given up before, and it does not come any more.
    if (how === 'lost as it begins') turn.disk.remove(lateKey(pod.uid));
    else answer(pod, turn, { call, ok: false, error: CONNECTION_LOST });
  }
  if (takesContainers) sandboxDies(pod, turn);
};

/** The runtime is back, and knows of each container what became of it meanwhile. */
export const runtimeReturns = (pod: RuntimePod, turn: RuntimeTurn): void => {
  pod.down = false;
  pod.reported = EMPTY_RUNTIME_STATUS;
  if (pod.sandboxes.length + pod.instances.length > 0) report(pod, turn);
  pod.reported = statusOf(pod);
};

/** Whether a message is a call that nobody takes while the runtime is down; then the kubelet is told so. */
export const isRefused = (pod: RuntimePod, turn: RuntimeTurn, message: RuntimeMessage): boolean => {
  if (!pod.down) return false;
  if (message.kind === 'hook' || message.kind === 'probe') {
    if (message.handler !== 'exec') return false;
    turn.record(message.kind === 'hook' ? refusedHook(pod, message) : refusedProbe(pod, message));
    answer(pod, turn, { call: message.call, ok: false, outcome: 'lost', error: CONNECTION_REFUSED });
    return true;
  }
  const fact = refusedCall(pod, message);
  if (fact === undefined) return false;
  const call = 'call' in message ? message.call : undefined;
  if (call !== undefined) recordCri(turn, { ...fact, phase: 'begin' });
  recordCri(turn, { ...fact, ...(call === undefined ? {} : { phase: 'end' as const }), result: 'error' });
  if (call !== undefined) answer(pod, turn, { call, ok: false, error: CONNECTION_REFUSED });
  return true;
};

const refusedCall = (pod: RuntimePod, message: RuntimeMessage): CriFact | undefined => {
  const base = { kind: 'cri', pod: pod.name } as const;
  switch (message.kind) {
    case 'run-sandbox':
      return { ...base, call: 'RunPodSandbox', sandbox: 'sandbox' };
    case 'stop-sandbox':
      return { ...base, call: 'StopPodSandbox', sandbox: message.sandbox };
    case 'remove-sandbox':
      return { ...base, call: 'RemovePodSandbox', sandbox: message.sandbox };
    case 'create-container':
      return { ...base, call: 'CreateContainer', container: message.container, attempt: message.attempt };
    case 'start-container':
      return { ...base, call: 'StartContainer', container: message.id };
    case 'stop-container':
      return { ...base, call: 'StopContainer', container: message.id, timeoutSeconds: message.timeoutSeconds };
    case 'remove-container':
      return { ...base, call: 'RemoveContainer', container: message.id };
    default:
      return undefined;
  }
};

const refusedHook = (pod: RuntimePod, { hook, handler, id }: HookRequest): HookFact => ({
  kind: 'hook',
  hook,
  handler,
  pod: pod.name,
  container: id,
  phase: 'end',
  outcome: 'notRunning',
  durMs: 0,
});

const refusedProbe = (pod: RuntimePod, { probe, handler, id }: ProbeRequest): ProbeFact => ({
  kind: 'probe',
  probe,
  handler,
  pod: pod.name,
  container: id,
  outcome: 'notRunning',
  durMs: 0,
});
