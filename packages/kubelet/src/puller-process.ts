import { MILLISECOND } from '@simlet/core';
import type { Address, Behaviour, Micros, Turn } from '@simlet/core';

import type { RuntimeAnswer } from './messages.ts';
import { imagesAddress, pullerAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import type { PodMessage } from './pod/state.ts';
import type { PullImage } from './runtime/images-process.ts';

/** A pod asks for an image. */
export interface PullRequest {
  readonly kind: 'pull';
  readonly call: string;
  readonly from: Address;
  readonly pod: string;
  readonly image: string;
  readonly containers: readonly string[];
  readonly requestedAt: Micros;
}

interface PullerState {
  readonly hosts: NodeHosts;
  readonly current: { readonly pull: PullRequest; readonly begunAt: Micros } | undefined;
  readonly queue: readonly PullRequest[];
}

/**
 * Pulls images one after another (serializeImagePulls, the default). *Source:* pkg/kubelet/images/puller.go.
 */
export const puller: Behaviour<NodeHosts, PullerState, PullRequest | RuntimeAnswer> = {
  kind: 'image-puller',
  trusted: true,
  start: (hosts) => stateOf(hosts, undefined, []),
  receive(state, message, turn) {
    if (message.kind === 'pull') {
      const queued = stateOf(state.hosts, state.current, [...state.queue, message]);
      return state.current === undefined ? next(queued, turn) : queued;
    }
    const { current } = state;
    if (current === undefined || message.call !== current.pull.call) return state;
    turn.send(current.pull.from, {
      kind: 'pull-ended',
      call: message.call,
      ok: message.ok,
      pullMs: (turn.now - current.begunAt) / MILLISECOND,
      totalMs: (turn.now - current.pull.requestedAt) / MILLISECOND,
      error: message.error,
    } satisfies PodMessage);
    return next(stateOf(state.hosts, undefined, state.queue), turn);
  },
};

const stateOf = (hosts: NodeHosts, current: PullerState['current'], queue: readonly PullRequest[]): PullerState => ({
  hosts,
  current,
  queue,
});

const next = (state: PullerState, turn: Turn<PullRequest | RuntimeAnswer>): PullerState => {
  const first = state.queue[0];
  if (first === undefined) return state;
  const { call, pod, image, containers } = first;
  const from = pullerAddress(state.hosts);
  turn.send(imagesAddress(state.hosts), { kind: 'pull-image', call, from, pod, image, containers } satisfies PullImage);
  return stateOf(state.hosts, { pull: first, begunAt: turn.now }, state.queue.slice(1));
};
