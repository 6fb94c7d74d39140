import { appended } from '../appended.ts';
import { MILLISECOND } from '@simlet/core';

import type { CriFact } from '../facts.ts';
import type { RuntimeAnswer, RuntimeReport } from '../messages.ts';
import { slowness } from './faults.ts';
import { callOf } from './call-of.ts';
import { foreseen } from './foreseen.ts';
import { answerTo, CONNECTION_LOST, lateness } from './lost-answers.ts';
import type { Answer } from './lost-answers.ts';
import type { CallEnd, CallUnderWay, PendingCall, RuntimePod, RuntimeTurn } from './state.ts';
import type { RuntimePodStatus } from './status.ts';

/** Remembers a call that begins. */
export const keepCall = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  call: string,
  pending: PendingCall,
  answer: Answer = 'answered',
): void => {
  pod.calls = appended(pod.calls, { call, pending, since: turn.now, answer, done: false });
};

/** A call that has not ended, with what it is about. */
export const findCall = (pod: RuntimePod, call: string): CallUnderWay | undefined =>
  pod.calls.find((each) => each.call === call);

/** What a call is about that has not ended. */
export const callUnderWay = (pod: RuntimePod, call: string): PendingCall | undefined => findCall(pod, call)?.pending;

/** A call that takes `milliseconds` and then ends as `end` says. */
export const pend = (
  pod: RuntimePod,
  turn: RuntimeTurn,
  call: string,
  pending: PendingCall,
  milliseconds: number,
  end: CallEnd = {},
): void => {
  const answer = answerTo(pod, turn, pending.kind);
  keepCall(pod, turn, call, pending, answer);
  const late = answer === 'lost as it begins' ? lateness(pod, turn, pending.kind) : 0;
  turn.after(milliseconds * MILLISECOND + slowness(pod, turn, pending.kind) + late, { kind: 'call-due', call, end });
  if (answer === 'lost as it begins') breakConnection(pod, turn, call);
};

/** One for all: most pods have most of the time no call under way. */
const NO_CALLS: RuntimePod['calls'] = [];

/** Forgets a call. */
export const finishCall = (pod: RuntimePod, call: string): void => {
  const calls = pod.calls.filter((each) => each.call !== call);
  pod.calls = calls.length === 0 ? NO_CALLS : calls;
};

/** What the runtime says of a pod now. */
export const statusOf = (pod: RuntimePod): RuntimePodStatus => ({
  sandboxes: pod.sandboxes,
  containers: pod.instances,
  foreseen: pod.disturbances === undefined ? undefined : foreseen(pod, pod.disturbances),
});

/** Tells the kubelet what changed since it was told last. */
export const report = (pod: RuntimePod, turn: RuntimeTurn): void => {
  if (pod.reported.sandboxes === pod.sandboxes && pod.reported.containers === pod.instances) return;
  pod.reported = statusOf(pod);
  turn.send(pod.kubelet, { kind: 'runtime-status', status: pod.reported } satisfies RuntimeReport);
};

/** Tells the kubelet how a call ended, after what changed. */
export const answer = (pod: RuntimePod, turn: RuntimeTurn, content: Omit<RuntimeAnswer, 'kind'>): void => {
  // The kubelet may look at the pod as soon as it has the answer: it hears of the change before the end of the call.
  if (!pod.down) report(pod, turn);
  const { call, ok, id, error, outcome, httpStatus, exitCode } = content;
  const message: RuntimeAnswer = { kind: 'answer', call, ok, id, error, outcome, httpStatus, exitCode };
  turn.send(pod.kubelet, message);
};

/** Records a call of the runtime as a fact. */
export const recordCri = (turn: RuntimeTurn, fact: CriFact): void => turn.record(fact);

/** A stop whose caller is gone is over. */
export const callerIsGone = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  breakConnection(pod, turn, call);
  finishCall(pod, call);
};

/** The connection of a call breaks as it begins: for the kubelet it has failed, and the runtime goes on with it. */
const breakConnection = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  const underWay = findCall(pod, call);
  if (underWay === undefined || underWay.pending.kind === 'hook' || underWay.pending.kind === 'probe') return;
  recordCri(turn, { kind: 'cri', phase: 'end', pod: pod.name, result: 'lost', ...callOf(underWay.pending) });
  answer(pod, turn, { call, ok: false, error: CONNECTION_LOST });
};
