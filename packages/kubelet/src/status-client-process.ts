import { emptyMap, entryValues, MILLISECOND, SECOND, withEntry, withoutEntry } from '@simlet/core';
import type { Address, Behaviour, Micros, PersistentMap, Turn } from '@simlet/core';

import { STATUS_PASS_PERIOD } from './constants.ts';
import type { ApiRequest } from './messages.ts';
import { nextGridPoint } from './pod/grid.ts';

/** A status to be written, and where to. */
export interface StatusWrite {
  readonly apiPod: Address;
  readonly patch: Extract<ApiRequest, { kind: 'patch-status' }>;
}

export type StatusClientMessage =
  | { readonly kind: 'write-status'; readonly write: StatusWrite }
  | { readonly kind: 'request-over' }
  /** The full pass over all statuses finds those that the API does not have. */
  | { readonly kind: 'full-pass' };

interface StatusClientState {
  readonly start: Micros;
  /** In the order in which they are sent; the first one is on its way. */
  readonly queue: readonly StatusWrite[];
  /** What could not be written as far as the kubelet knows, by UID. */
  readonly failed: PersistentMap<StatusWrite>;
  readonly passDue: boolean;
}

type ClientTurn = Turn<StatusClientMessage>;

const LONGEST: Micros = 10 * SECOND;

/**
 * The requests of the status manager where they may be in trouble: they go one after another, each may take long, fail,
 * or be done with its answer lost. What failed is tried again with the next full pass, every 10 s, or with the next
 * status of its pod. *Source:* pkg/kubelet/status/status_manager.go, syncBatch and syncPod; docs/fidelity.md 1.9.
 */
export const statusClient: Behaviour<undefined, StatusClientState, StatusClientMessage> = {
  kind: 'status-client',
  trusted: true,
  start: (_input, turn) => ({ start: turn.now, queue: [], failed: emptyMap(), passDue: false }),
  receive(state, message, turn) {
    switch (message.kind) {
      case 'write-status':
        return enqueue(state, turn, message.write);
      case 'request-over':
        return requestOver(state, turn);
      case 'full-pass': {
        let next: StatusClientState = { ...state, passDue: false, failed: emptyMap() };
        for (const write of entryValues(state.failed)) next = enqueue(next, turn, write);
        return next;
      }
    }
  },
};

/** The newest status of a pod takes the place of one that waits. */
const enqueue = (state: StatusClientState, turn: ClientTurn, write: StatusWrite): StatusClientState => {
  const { uid } = write.patch;
  const [first, ...rest] = state.queue;
  const waiting = rest.some(({ patch }) => patch.uid === uid)
    ? rest.map((each) => (each.patch.uid === uid ? write : each))
    : [...rest, write];
  const queue = first === undefined ? [write] : [first, ...waiting];
  if (first === undefined) send(turn, write);
  return { ...state, queue, failed: withoutEntry(state.failed, uid) };
};

const send = (turn: ClientTurn, { patch }: StatusWrite): void => {
  const takes = turn.decide.integer(`status.slow/${patch.uid}`, {
    simplest: 0,
    min: 0,
    max: LONGEST,
    interesting: [SECOND, LONGEST],
    distribution: { kind: 'heavy-tailed', unit: MILLISECOND, odds: [1, 4] },
  });
  turn.after(takes, { kind: 'request-over' });
};

const requestOver = (state: StatusClientState, turn: ClientTurn): StatusClientState => {
  const [write, ...queue] = state.queue;
  if (write === undefined) return state;
  const { uid } = write.patch;
  const end = turn.decide.oneOf(`status.write/${uid}`, ['written', 'refused', 'answer lost'], [1, 10]);
  if (end !== 'refused') turn.send(write.apiPod, write.patch);
  const [next] = queue;
  if (next !== undefined) send(turn, next);
  const newer = queue.some(({ patch }) => patch.uid === uid);
  if (end === 'written' || newer) return { ...state, queue };
  if (!state.passDue)
    turn.after(nextGridPoint(state.start, STATUS_PASS_PERIOD, turn.now) - turn.now, { kind: 'full-pass' });
  return { ...state, queue, failed: withEntry(state.failed, uid, write), passDue: true };
};
