import type { Address, Behaviour } from '@simlet/core';
import { API_SERVER, apiPodAddress } from '@simlet/kubelet';
import type { ApiRequest } from '@simlet/kubelet';

import type { ApiPodMessage } from './api-messages.ts';

export interface ApiStoreInput {
  /** By address of the kubelet's loop: the pods that are bound to its node. */
  readonly podsOf: Readonly<Record<Address, readonly { readonly namespace: string; readonly name: string }[]>>;
}

/** The API server's front: a kubelet that lists and watches is told of the pods of its node. */
export const apiStore: Behaviour<ApiStoreInput, ApiStoreInput, ApiRequest> = {
  kind: 'api-store',
  trusted: true,
  start: (input) => input,
  receive(state, message, turn) {
    if (message.kind !== 'list-and-watch') return state;
    const { subscriber, session } = message;
    for (const { namespace, name } of state.podsOf[subscriber] ?? [])
      turn.send(apiPodAddress({ api: API_SERVER }, namespace, name), {
        kind: 'watch',
        subscriber,
        session,
      } satisfies ApiPodMessage);
    return state;
  },
};
