import type { LoopMessage } from '../messages.ts';
import { isGone } from './pleg.ts';
import type { PodState, PodTurn } from './state.ts';

/**
 * Tells the loop that nothing is left of a pod: not in the configuration, not in the runtime, and nothing under way. A
 * node with many pods that come and go keeps nothing of those that went. Static pods leave names behind and stay.
 */
export const reportOver = (pod: PodState, turn: PodTurn): void => {
  if (pod.pod !== undefined || pod.lastPod?.static === true) return;
  if (!pod.worker.forgotten && pod.worker.startedAt !== undefined) return;
  if (!isGone(pod.runtime) || pod.pleg.record !== pod.runtime || pod.calls.length > 0) return;
  if (pod.timers.relist !== undefined || pod.timers.garbage !== undefined || pod.sync !== undefined) return;
  turn.send(pod.addresses.node.loop, { kind: 'pod-over', uid: pod.uid } satisfies LoopMessage);
};
