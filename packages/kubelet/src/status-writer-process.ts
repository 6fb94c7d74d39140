import type { Behaviour } from '@simlet/core';

import { STATUS_WRITE_DELAY } from './constants.ts';
import type { ApiRequest } from './messages.ts';
import { apiPodAddress } from './names.ts';
import type { NodeHosts } from './names.ts';

type Patch = Extract<ApiRequest, { kind: 'patch-status' }>;

export interface StatusChanged {
  readonly kind: 'status-changed';
  readonly namespace: string;
  readonly name: string;
  readonly patch: Patch;
}

export type StatusWriterMessage =
  | StatusChanged
  /** The containers of a pod cannot run any more: a terminal phase need not be withheld. */
  | { readonly kind: 'pod-terminated'; readonly uid: string }
  | { readonly kind: 'write' };

interface StatusWriterState {
  readonly hosts: NodeHosts;
  /** A write is on its way. */
  readonly busy: boolean;
  /** The wake channel holds one signal more. */
  readonly signalled: boolean;
  /** The newest status of each pod that changed since the last write. */
  readonly changed: readonly StatusChanged[];
}

/**
 * The goroutine of the status manager that writes what has changed: one signal wakes it, and one more is kept while it
 * is busy. *Source:* kubelet-behaviour 1.9; pkg/kubelet/status/status_manager.go.
 */
export const statusWriter: Behaviour<NodeHosts, StatusWriterState, StatusWriterMessage> = {
  kind: 'status-writer',
  start: (hosts) => ({ hosts, busy: false, signalled: false, changed: [] }),
  receive(state, message, turn) {
    switch (message.kind) {
      case 'status-changed': {
        const others = state.changed.filter((each) => each.patch.uid !== message.patch.uid);
        const changed = [...others, message];
        if (state.busy) return { ...state, changed, signalled: true };
        turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
        return { ...state, changed, busy: true };
      }
      case 'pod-terminated':
        return {
          ...state,
          changed: state.changed.map((each) => (each.patch.uid === message.uid ? terminated(each) : each)),
        };
      case 'write':
        for (const { namespace, name, patch } of state.changed)
          turn.send(apiPodAddress(state.hosts, namespace, name), patch);
        if (state.signalled) turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
        return { ...state, changed: [], busy: state.signalled, signalled: false };
    }
  },
};

const terminated = (change: StatusChanged): StatusChanged => ({
  ...change,
  patch: { ...change.patch, couldHaveRunningContainers: false },
});
