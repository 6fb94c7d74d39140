import type { CriFact } from '../facts.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { callOf } from './call-of.ts';
import { answer, findCall, finishCall, recordCri } from './calls.ts';
import { CONNECTION_LOST, DEADLINE_EXCEEDED, deadlineOf } from './lost-answers.ts';
import type { RuntimePod, RuntimeTurn } from './state.ts';

/** Records the end of a call that has had its effect, as soon as the kubelet hears of it. */
export const recordEnd = (pod: RuntimePod, turn: RuntimeTurn, call: string, fact: CriFact): void => {
  const how = findCall(pod, call)?.answer;
  if (how === 'lost as it ends') recordCri(turn, { ...fact, result: 'lost' });
  else if (how === undefined || how === 'answered') recordCri(turn, fact);
};

/** A call has had its effect: the kubelet is told, or hears that its connection broke, or waits for its deadline. */
export const conclude = (pod: RuntimePod, turn: RuntimeTurn, content: Omit<RuntimeAnswer, 'kind'>): void => {
  const { call } = content;
  const underWay = findCall(pod, call);
  if (underWay?.answer === 'lost until its deadline') {
    pod.calls = pod.calls.map((each) => (each === underWay ? { ...underWay, done: true } : each));
    turn.after(Math.max(0, deadlineOf(underWay) - turn.now), { kind: 'deadline', call });
    return;
  }
  finishCall(pod, call);
  if (underWay?.answer === 'lost as it begins') return;
  const lost = underWay?.answer === 'lost as it ends';
  answer(pod, turn, lost ? { call, ok: false, error: CONNECTION_LOST } : content);
};

/** A call fails, which changes nothing: the kubelet is told, if it still listens. */
export const refuse = (pod: RuntimePod, turn: RuntimeTurn, call: string, fact: CriFact, error: string): void => {
  const listens = findCall(pod, call)?.answer !== 'lost as it begins';
  finishCall(pod, call);
  if (!listens) return;
  recordCri(turn, { ...fact, result: 'error' });
  answer(pod, turn, { call, ok: false, error });
};

/** The kubelet gives a call up that was done long ago. */
export const deadlinePassed = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  const pending = findCall(pod, call)?.pending;
  if (pending === undefined || pending.kind === 'hook' || pending.kind === 'probe') return;
  recordCri(turn, { kind: 'cri', phase: 'end', pod: pod.name, result: 'lost', ...callOf(pending) });
  finishCall(pod, call);
  answer(pod, turn, { call, ok: false, error: DEADLINE_EXCEEDED });
};
