import { appended } from '../appended.ts';
import type { CallId, RuntimeRequest } from '../messages.ts';
import type { Continuation, PodState, PodTurn } from './state.ts';

/** A number for the next call, unique over the lives of the kubelet. */
export const nextCall = (pod: PodState, continuation: Continuation): CallId => {
  const call = `${pod.generation}:${pod.callCount}`;
  pod.callCount += 1;
  pod.calls = appended(pod.calls, { call, continuation });
  return call;
};

/** One for all: most pods have most of the time no call under way. */
const NO_CALLS: PodState['calls'] = [];

/** What was to be done with the answer to a call; the call is forgotten. */
export const takeContinuation = (pod: PodState, call: CallId): Continuation | undefined => {
  const pending = pod.calls.find((each) => each.call === call);
  if (pending === undefined) return undefined;
  pod.calls = pod.calls.length === 1 ? NO_CALLS : pod.calls.filter((each) => each !== pending);
  return pending.continuation;
};

/** Asks the runtime. A pod's first sandbox goes to the runtime itself, all else to its process of the pod. */
export const ask = (pod: PodState, turn: PodTurn, request: RuntimeRequest): void => {
  turn.send(request.kind === 'run-sandbox' ? pod.addresses.node.runtime : pod.addresses.runtimePod, request);
};
