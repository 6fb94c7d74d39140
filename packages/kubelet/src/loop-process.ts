import type { Behaviour, Turn } from '@simlet/core';

import { FIRST_LOOP } from './constants.ts';
import type { KubeletFact } from './facts.ts';
import type { KubernetesVersion } from './features.ts';
import type { Mutants } from './mutants.ts';
import type { ApiRequest, LoopMessage } from './messages.ts';
import { apiStoreAddress, loopAddress, podAddress, runtimeAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import { kubeletPod } from './pod/process.ts';
import type { PodMessage } from './pod/state.ts';
import type { RuntimeRootMessage } from './runtime/root-process.ts';
import type { RuntimePodStatus } from './runtime/status.ts';

export interface LoopInput {
  readonly hosts: NodeHosts;
  readonly version: KubernetesVersion;
  readonly mutants: Mutants;
}

interface LoopState extends LoopInput {
  readonly start: number;
  /** The sync loop handles nothing before it has begun. */
  readonly begun: boolean;
  readonly waiting: readonly Extract<LoopMessage, { kind: 'watch' }>[];
  /** Pods that have a process, by UID. */
  readonly pods: Readonly<Record<string, PodIdentity>>;
}

interface PodIdentity {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * The kubelet's sync loop: hands changes of its pods to their processes. *Source:* pkg/kubelet/kubelet.go, syncLoop;
 * docs/fidelity.md 1.2.1.
 */
export const kubeletLoop: Behaviour<LoopInput, LoopState, LoopMessage> = {
  kind: 'kubelet-loop',
  start(input, turn) {
    const { hosts } = input;
    turn.record({ kind: 'kubelet', event: 'started', generation: turn.incarnation } satisfies KubeletFact);
    const watch: ApiRequest = { kind: 'list-and-watch', subscriber: loopAddress(hosts), session: turn.incarnation };
    turn.send(apiStoreAddress(hosts), watch);
    turn.send(runtimeAddress(hosts), { kind: 'list' } satisfies RuntimeRootMessage);
    turn.after(FIRST_LOOP, { kind: 'loop-begins' });
    return { ...input, start: turn.now, begun: false, waiting: [], pods: {} };
  },
  receive(state, message, turn) {
    switch (message.kind) {
      case 'loop-begins':
        return begin(state, turn);
      case 'watch':
        if (message.session !== turn.incarnation) return state;
        return state.begun ? deliver(state, turn, message) : { ...state, waiting: [...state.waiting, message] };
      case 'found-in-runtime':
        return spawn(state, turn, message, message.status);
      case 'pod-ended': {
        const { [message.uid]: _ended, ...pods } = state.pods;
        return { ...state, pods };
      }
      case 'evict':
        return evict(state, turn, message);
    }
  },
};

const begin = (state: LoopState, turn: Turn<LoopMessage>): LoopState => {
  let next: LoopState = { ...state, begun: true, waiting: [] };
  for (const each of state.waiting) next = deliver(next, turn, each);
  return next;
};

const deliver = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  message: Extract<LoopMessage, { kind: 'watch' }>,
): LoopState => {
  const known = state.pods[message.uid] !== undefined;
  if (!known && message.pod === undefined) return state;
  const next = known || message.pod === undefined ? state : spawn(state, turn, message.pod, undefined);
  turn.send(podAddress(state.hosts, message.uid), { kind: 'config', pod: message.pod } satisfies PodMessage);
  return next;
};

const spawn = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  identity: PodIdentity,
  found: RuntimePodStatus | undefined,
): LoopState => {
  const { uid, name, namespace } = identity;
  const { hosts, version, mutants, start: kubeletStart } = state;
  const input = { hosts, uid, name, namespace, kubeletStart, version, mutants, found };
  turn.spawn({ path: `pod/${uid}`, behaviour: kubeletPod, input });
  return { ...state, pods: { ...state.pods, [uid]: { uid, name, namespace } } };
};

const evict = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  message: Extract<LoopMessage, { kind: 'evict' }>,
): LoopState => {
  for (const pod of Object.values(state.pods)) {
    if (pod.name !== message.pod) continue;
    const { gracePeriodSeconds, message: text } = message;
    turn.send(podAddress(state.hosts, pod.uid), {
      kind: 'evict',
      gracePeriodSeconds,
      message: text,
    } satisfies PodMessage);
  }
  return state;
};
