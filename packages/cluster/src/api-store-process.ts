import type { Behaviour } from '@simlet/core';
import { apiPodAddress } from '@simlet/kubelet';
import type { ApiRequest, NodeHosts } from '@simlet/kubelet';

import type { ApiPodMessage } from './api-messages.ts';

export interface ApiStoreInput {
  readonly hosts: NodeHosts;
  readonly pods: readonly { readonly namespace: string; readonly name: string }[];
}

/** The API server's front: a kubelet that lists and watches is told of all its pods. */
export const apiStore: Behaviour<ApiStoreInput, ApiStoreInput, ApiRequest> = {
  kind: 'api-store',
  start: (input) => input,
  receive(state, message, turn) {
    if (message.kind !== 'list-and-watch') return state;
    const { subscriber, session } = message;
    for (const { namespace, name } of state.pods)
      turn.send(apiPodAddress(state.hosts, namespace, name), {
        kind: 'watch',
        subscriber,
        session,
      } satisfies ApiPodMessage);
    return state;
  },
};
