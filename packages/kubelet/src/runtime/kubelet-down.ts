import { callOf } from './call-of.ts';
import { finishCall, recordCri } from './calls.ts';
import { kill } from './containers.ts';
import { endCall } from './handlers.ts';
import type { RuntimePod, RuntimeTurn } from './state.ts';

/**
 * The death of the kubelet ends its calls: a command is killed, a stop is given up without SIGKILL, and what was being
 * made is not made. *Source:* docs/fidelity.md 5.2; containerd internal/cri/server.
 */
export const kubeletDown = (pod: RuntimePod, turn: RuntimeTurn): void => {
  for (const { call, pending, answer: how, done } of pod.calls) {
    // The kubelet has given it up already, and the runtime goes on.
    if (how === 'lost as it begins') continue;
    if (pending.kind === 'hook' || pending.kind === 'probe') {
      endCall(pod, turn, call, pending, 'kubeletStop');
      continue;
    }
    finishCall(pod, call);
    const result = done ? 'lost' : 'kubeletStop';
    recordCri(turn, { kind: 'cri', phase: 'end', pod: pod.name, result, ...callOf(pending) });
    if (pending.kind === 'stop-container' && pod.mutants['kubelet-restart-cuts-grace'] === true)
      kill(pod, turn, pending.id);
  }
};
