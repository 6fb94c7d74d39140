import type { CallId, RuntimeRequest } from '../messages.ts';
import { runtimeAddress, runtimePodAddress } from '../names.ts';
import type { Continuation, PodState, PodTurn } from './state.ts';

/** A number for the next call, unique over the lives of the kubelet. */
export const nextCall = (pod: PodState, continuation: Continuation): CallId => {
  const call = `${pod.generation}:${pod.callCount}`;
  pod.callCount += 1;
  pod.calls = { ...pod.calls, [call]: continuation };
  return call;
};

export const takeContinuation = (pod: PodState, call: CallId): Continuation | undefined => {
  const { [call]: continuation, ...rest } = pod.calls;
  pod.calls = rest;
  return continuation;
};

/** Asks the runtime. A pod's first sandbox goes to the runtime itself, all else to its process of the pod. */
export const ask = (pod: PodState, turn: PodTurn, request: RuntimeRequest): void => {
  const to = request.kind === 'run-sandbox' ? runtimeAddress(pod.hosts) : runtimePodAddress(pod.hosts, pod.uid);
  turn.send(to, request);
};
