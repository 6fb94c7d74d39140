import type { Address, Behaviour, Turn } from '@simlet/core';
import { NEW_STATUS } from '@simlet/kubelet';
import type { ApiPod, ApiRequest, LoopMessage } from '@simlet/kubelet';
import { withDefaults } from '@simlet/objects';
import type { Pod } from '@simlet/objects';

export interface ManifestsInput {
  /** What may be put into the folder, by name of the pod. */
  readonly manifests: Readonly<Record<string, Pod>>;
}

export type ManifestsMessage =
  | { readonly kind: 'add'; readonly pod: string }
  | { readonly kind: 'remove'; readonly pod: string }
  | Extract<ApiRequest, { kind: 'list-and-watch' }>;

interface ManifestsState extends ManifestsInput {
  /** What lies in the folder now, one of a name. */
  readonly files: readonly ApiPod[];
  /** How often a pod of this name was put there: UIDs are `static-<name>-<n>`. */
  readonly added: Readonly<Record<string, number>>;
  readonly watch: { readonly subscriber: Address; readonly session: number } | undefined;
}

/**
 * The folder of static manifests on the node; it outlives the kubelet. A changed file is the removal of one pod and the
 * addition of another, since the UID is a hash of what it says. *Source:* pkg/kubelet/config/file.go; docs/fidelity.md
 * 5.6.
 */
export const manifests: Behaviour<ManifestsInput, ManifestsState, ManifestsMessage> = {
  kind: 'manifests',
  trusted: true,
  start: (input) => ({ ...input, files: [], added: {}, watch: undefined }),
  receive(state, message, turn) {
    switch (message.kind) {
      case 'list-and-watch': {
        const { subscriber, session } = message;
        const next = { ...state, watch: { subscriber, session } };
        for (const file of next.files) notify(next, turn, file.uid, file);
        return next;
      }
      case 'add':
        return add(remove(state, message.pod, turn), message.pod, turn);
      case 'remove':
        return remove(state, message.pod, turn);
    }
  },
};

const notify = (state: ManifestsState, turn: Turn<ManifestsMessage>, uid: string, pod: ApiPod | undefined): void => {
  if (state.watch === undefined) return;
  const { subscriber, session } = state.watch;
  turn.send(subscriber, { kind: 'watch', session, uid, pod } satisfies LoopMessage);
};

const add = (state: ManifestsState, name: string, turn: Turn<ManifestsMessage>): ManifestsState => {
  const manifest = state.manifests[name];
  if (manifest === undefined) return state;
  const count = state.added[name] ?? 0;
  const pod: ApiPod = {
    uid: `static-${name}-${count}`,
    name,
    namespace: manifest.metadata.namespace ?? 'default',
    generation: 1,
    createdAt: turn.now,
    spec: withDefaults(manifest).spec,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    status: NEW_STATUS,
    static: true,
    mirror: undefined,
  };
  notify(state, turn, pod.uid, pod);
  return { ...state, files: [...state.files, pod], added: { ...state.added, [name]: count + 1 } };
};

const remove = (state: ManifestsState, name: string, turn: Turn<ManifestsMessage>): ManifestsState => {
  const file = state.files.find((each) => each.name === name);
  if (file === undefined) return state;
  notify(state, turn, file.uid, undefined);
  return { ...state, files: state.files.filter((each) => each !== file) };
};
