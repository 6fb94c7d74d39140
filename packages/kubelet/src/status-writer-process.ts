import { emptyMap, entryOf, entryValues, withEntry, withoutEntry } from '@simlet/core';
import type { Address, Behaviour, PersistentMap, Turn } from '@simlet/core';

import { STATUS_WRITE_DELAY } from './constants.ts';
import { featuresOf } from './features.ts';
import type { Features, KubernetesVersion } from './features.ts';
import type { ApiRequest, FinalDeletion } from './messages.ts';
import type { StatusClientMessage } from './status-client-process.ts';
import type { Writable } from './writable.ts';

type Patch = Extract<ApiRequest, { kind: 'patch-status' }>;

/** A pod has a status that is to be written. */
export interface StatusChange {
  /** The API server's process of its name. */
  readonly apiPod: Address;
  readonly patch: Omit<Patch, 'deletes'>;
  /** Nothing of the pod is left on the node. */
  readonly finished: boolean;
}

export type StatusWriterMessage =
  | ({ readonly kind: 'status-changed' } & StatusChange)
  /** The full pass over all statuses found one that the API does not have as it is. */
  | ({ readonly kind: 'reconcile' } & StatusChange)
  /** The containers of a pod cannot run any more: a terminal phase need not be withheld. */
  | { readonly kind: 'pod-terminated'; readonly uid: string }
  | { readonly kind: 'write' };

export interface StatusWriterInput {
  readonly version: KubernetesVersion;
  /** Who sends the requests, where they may be in trouble. */
  readonly client?: Address | undefined;
}

interface StatusWriterState {
  readonly features: Features;
  readonly client: Address | undefined;
  /** A write is on its way. */
  readonly busy: boolean;
  /** The wake channel holds one signal more. */
  readonly signalled: boolean;
  /** Where writes are merged: the newest status of each pod that changed since the last write, by UID. */
  readonly changed: PersistentMap<StatusChange>;
  /** Where they are not: all of them. */
  readonly backlog: readonly StatusChange[];
}

/**
 * The goroutine of the status manager that writes what has changed: one signal wakes it, and one more is kept while it
 * is busy. Up to 1.25 it wrote each status that it was given.
 * *Source:* pkg/kubelet/status/status_manager.go, syncBatch; docs/fidelity.md 1.9.
 */
export const statusWriter: Behaviour<StatusWriterInput, StatusWriterState, StatusWriterMessage> = {
  kind: 'status-writer',
  trusted: true,
  start: ({ version, client }) => ({
    features: featuresOf(version),
    client,
    busy: false,
    signalled: false,
    changed: emptyMap(),
    backlog: [],
  }),
  receive(state, message, turn) {
    switch (message.kind) {
      case 'status-changed':
        return changed(state, message, turn);
      case 'reconcile':
        if (state.busy && state.features.statusWritesMerge) return changed(state, message, turn);
        write(state, message, turn);
        return state;
      case 'pod-terminated':
        return terminate(state, message.uid);
      case 'write':
        return state.features.statusWritesMerge ? writeAll(state, turn) : writeNext(state, turn);
    }
  },
};

type WriterTurn = Turn<StatusWriterMessage>;

const changed = (
  state: StatusWriterState,
  { apiPod, patch, finished }: StatusChange,
  turn: WriterTurn,
): StatusWriterState => {
  const change: StatusChange = { apiPod, patch, finished };
  if (!state.features.statusWritesMerge) {
    turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
    return { ...state, backlog: [...state.backlog, change] };
  }
  const next = copyOf(state);
  next.changed = withEntry(withoutEntry(state.changed, patch.uid), patch.uid, change);
  next.signalled = state.busy;
  next.busy = true;
  if (!state.busy) turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
  return next;
};

const writeAll = (state: StatusWriterState, turn: WriterTurn): StatusWriterState => {
  for (const each of entryValues(state.changed)) write(state, each, turn);
  if (state.signalled) turn.after(STATUS_WRITE_DELAY, { kind: 'write' });
  const next = copyOf(state);
  next.changed = emptyMap();
  next.busy = state.signalled;
  next.signalled = false;
  return next;
};

const writeNext = (state: StatusWriterState, turn: WriterTurn): StatusWriterState => {
  const [next, ...backlog] = state.backlog;
  if (next !== undefined) write(state, next, turn);
  return { ...state, backlog };
};

const write = (state: StatusWriterState, change: StatusChange, turn: WriterTurn): void => {
  const { apiPod } = change;
  const patch = patchOf(change, state.features);
  if (state.client === undefined) turn.send(apiPod, patch);
  else turn.send(state.client, { kind: 'write-status', write: { apiPod, patch } } satisfies StatusClientMessage);
};

const patchOf = (change: StatusChange, features: Features): Patch => ({
  kind: 'patch-status',
  uid: change.patch.uid,
  status: change.patch.status,
  couldHaveRunningContainers: change.patch.couldHaveRunningContainers,
  deletes: finalDeletion(change, features),
  from: change.patch.from,
});

const copyOf = (state: StatusWriterState): Writable<StatusWriterState> => ({
  features: state.features,
  client: state.client,
  busy: state.busy,
  signalled: state.signalled,
  changed: state.changed,
  backlog: state.backlog,
});

/**
 * Since 1.27 a pod is deleted once its worker is done with it; before, once its containers could not run any more and
 * no status said that they did. *Source:* status_manager.go, canBeDeleted; kubelet_pods.go, PodResourcesAreReclaimed.
 */
const finalDeletion = ({ patch, finished }: StatusChange, features: Features): FinalDeletion => {
  if (features.deletionAwaitsWorker) return finished ? 'in-terminal-phase' : 'no';
  const { containers = [], initContainers = [] } = patch.status;
  const runs = [...containers, ...initContainers].some((status) => status.state === 'running');
  return patch.couldHaveRunningContainers || runs ? 'no' : 'in-any-phase';
};

const terminate = (state: StatusWriterState, uid: string): StatusWriterState => {
  const change = entryOf(state.changed, uid);
  return {
    ...state,
    changed: change === undefined ? state.changed : withEntry(state.changed, uid, terminated(change)),
    backlog: state.backlog.map((each) => (each.patch.uid === uid ? terminated(each) : each)),
  };
};

const terminated = (change: StatusChange): StatusChange => ({
  ...change,
  patch: { ...change.patch, couldHaveRunningContainers: false },
});
