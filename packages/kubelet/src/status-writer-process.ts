import type { Behaviour } from '@simlet/core';

import { STATUS_WRITE_DELAY } from './constants.ts';
import { podAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import type { PodMessage } from './pod/state.ts';

export type StatusWriterMessage =
  | { readonly kind: 'status-changed'; readonly uid: string }
  | { readonly kind: 'write' };

interface StatusWriterState {
  readonly hosts: NodeHosts;
  /** A write is on its way. */
  readonly busy: boolean;
  /** The wake channel holds one signal more. */
  readonly signalled: boolean;
  /** Pods whose status changed since the last write. */
  readonly changed: readonly string[];
}

/**
 * The goroutine of the status manager that writes what has changed: one signal wakes it, and one more is kept while it
 * is busy. *Source:* kubelet-behaviour 1.9; pkg/kubelet/status/status_manager.go.
 */
export const statusWriter: Behaviour<NodeHosts, StatusWriterState, StatusWriterMessage> = {
  kind: 'status-writer',
  start: (hosts) => ({ hosts, busy: false, signalled: false, changed: [] }),
  receive(state, message, turn) {
    if (message.kind === 'status-changed') {
      const changed = state.changed.includes(message.uid) ? state.changed : [...state.changed, message.uid];
      if (state.busy) return { ...state, changed, signalled: true };
      turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
      return { ...state, changed, busy: true };
    }
    for (const uid of state.changed)
      turn.send(podAddress(state.hosts, uid), { kind: 'write-status' } satisfies PodMessage);
    if (state.signalled) turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
    return { ...state, changed: [], busy: state.signalled, signalled: false };
  },
};
