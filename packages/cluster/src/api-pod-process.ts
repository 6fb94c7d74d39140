import { MILLISECOND, SECOND } from '@simlet/core';
import type { Address, Behaviour, Micros, Turn } from '@simlet/core';
import { copyOfApiPod, isPodTerminal, mergeStatus, NEW_STATUS, sameStatus } from '@simlet/kubelet';
import type {
  ApiFact,
  ApiPod,
  ApiPodStatus,
  CompactStatus,
  LoopMessage,
  Mutants,
  StatusFact,
  StatusOfAnother,
  Writable,
} from '@simlet/kubelet';
import type { Container, PodSpec } from '@simlet/objects';

import { deletePod } from './api-deletion.ts';
import type { ApiPodMessage } from './api-messages.ts';

export interface ApiPodInput {
  readonly namespace: string;
  readonly name: string;
  /** With all defaults applied. */
  readonly spec: PodSpec;
  /** From a change to the kubelet's configuration source. */
  readonly watchDelay: Micros;
  /** Whether the fault budget lets watches lag. */
  readonly lags: boolean;
  readonly mutants: Mutants;
}

/** What is stored under one name, and who hears of changes. */
export interface ApiPodState extends ApiPodInput {
  readonly pod: ApiPod | undefined;
  /** How often a pod of this name was created: UIDs are `uid-<name>-<n>`. */
  readonly created: number;
  readonly watch: { readonly subscriber: Address; readonly session: number } | undefined;
}

type ApiTurn = Turn<ApiPodMessage>;

const copyOf = (state: ApiPodState): Writable<ApiPodState> => ({
  namespace: state.namespace,
  name: state.name,
  spec: state.spec,
  watchDelay: state.watchDelay,
  lags: state.lags,
  mutants: state.mutants,
  pod: state.pod,
  created: state.created,
  watch: state.watch,
});

const withPod = (state: ApiPodState, pod: ApiPod | undefined, created = state.created): ApiPodState => {
  const next = copyOf(state);
  next.pod = pod;
  next.created = created;
  return next;
};

/** The API server for one name of a pod: what is stored under it, and who watches it. */
export const apiPod: Behaviour<ApiPodInput, ApiPodState, ApiPodMessage> = {
  kind: 'api-pod',
  trusted: true,
  start: (input) => ({
    namespace: input.namespace,
    name: input.name,
    spec: input.spec,
    watchDelay: input.watchDelay,
    lags: input.lags,
    mutants: input.mutants,
    pod: undefined,
    created: 0,
    watch: undefined,
  }),
  receive(state, message, turn) {
    switch (message.kind) {
      case 'create':
        return create(state, turn);
      case 'delete':
        return remove(state, turn, 'user', message.gracePeriodSeconds);
      case 'update-image':
        return updateImage(state, turn, message.container, message.image);
      case 'watch': {
        const { subscriber, session } = message;
        const next = copyOf(state);
        next.watch = { subscriber, session };
        if (state.pod !== undefined) notify(next, turn, state.pod.uid, state.pod);
        return next;
      }
      case 'patch-status':
        return patchStatus(state, turn, message);
      case 'make-mirror':
        return makeMirror(state, turn, message.pod, message.replaces);
      case 'delete-mirror':
        return state.pod?.mirror === undefined ? state : remove(state, turn, 'kubelet', 0);
    }
  },
};

const notify = (state: ApiPodState, turn: ApiTurn, uid: string, pod: ApiPod | undefined, later: Micros = 0): void => {
  if (state.watch === undefined) return;
  const { subscriber, session } = state.watch;
  const delay = state.watchDelay + later + (state.lags ? lagOf(state, turn) : 0);
  const mirror = (pod ?? state.pod)?.mirror !== undefined;
  turn.send(subscriber, { kind: 'watch', session, uid, pod, mirror } satisfies LoopMessage, { delay });
};

/** A watch may be up to two seconds late. */
const lagOf = (state: ApiPodState, turn: ApiTurn): Micros =>
  turn.decide.integer(`watch.lag/${state.name}`, {
    simplest: 0,
    min: 0,
    max: 2 * SECOND,
    interesting: [250 * MILLISECOND, 2 * SECOND],
    distribution: { kind: 'heavy-tailed', unit: MILLISECOND, odds: [1, 4] },
  });

const record = (state: ApiPodState, turn: ApiTurn, fact: Omit<ApiFact, 'kind' | 'pod'>): void =>
  turn.record({ kind: 'api', pod: state.name, ...fact } satisfies ApiFact);

const create = (state: ApiPodState, turn: ApiTurn): ApiPodState => {
  if (state.pod !== undefined) {
    record(state, turn, { op: 'created', result: 'conflict' });
    return state;
  }
  const pod: ApiPod = {
    uid: `uid-${state.name}-${state.created}`,
    name: state.name,
    namespace: state.namespace,
    generation: 1,
    createdAt: turn.now,
    spec: state.spec,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
    status: NEW_STATUS,
    static: undefined,
    mirror: undefined,
  };
  record(state, turn, { op: 'created' });
  notify(state, turn, pod.uid, pod);
  return withPod(state, pod, state.created + 1);
};

/**
 * A mirror has the UID of its static pod as `uid`, beside the one of its own. *Source:* pkg/kubelet/pod/mirror_client.go;
 * docs/fidelity.md 5.6.
 */
const makeMirror = (state: ApiPodState, turn: ApiTurn, shown: ApiPod, replaces: string | undefined): ApiPodState => {
  let free = state;
  if (replaces !== undefined) {
    if (state.pod?.mirror !== replaces) {
      const result = state.pod === undefined ? 'notFound' : 'conflict';
      record(state, turn, { op: 'delete', by: 'kubelet', requestedGraceSeconds: 0, result });
      return state;
    }
    free = remove(state, turn, 'kubelet', 0);
  }
  if (free.pod !== undefined) {
    record(free, turn, { op: 'created', by: 'kubelet', result: 'conflict' });
    return free;
  }
  const pod = copyOfApiPod(shown);
  pod.createdAt = turn.now;
  pod.status = NEW_STATUS;
  pod.static = undefined;
  pod.mirror = `uid-${free.name}-${free.created}`;
  record(free, turn, { op: 'created', by: 'kubelet' });
  notify(free, turn, pod.uid, pod);
  return withPod(free, pod, free.created + 1);
};

const remove = (
  state: ApiPodState,
  turn: ApiTurn,
  by: 'user' | 'kubelet',
  requested: number | undefined,
): ApiPodState => {
  const asked = requested === undefined ? {} : { requestedGraceSeconds: requested };
  if (state.pod === undefined) {
    record(state, turn, { op: 'delete', by, ...asked, result: 'notFound' });
    return state;
  }
  const forced = state.mutants['graceful-delete-is-forced'] === true;
  const { result, pod } = deletePod(state.pod, forced ? 0 : requested, turn.now);
  const grace = pod?.deletionGracePeriodSeconds;
  record(state, turn, {
    op: 'delete',
    by,
    ...asked,
    result,
    ...(grace === undefined ? {} : { deletionGracePeriodSeconds: grace }),
  });
  if (pod === undefined) removed(state, turn, state.pod);
  else if (result !== 'pending') notify(state, turn, pod.uid, pod);
  return withPod(state, pod);
};

/** A removal is seen as a change to a grace of 0, then as the removal. *Source:* docs/fidelity.md 7.5, recorded traces. */
const removed = (state: ApiPodState, turn: ApiTurn, pod: ApiPod): void => {
  const last = copyOfApiPod(pod);
  last.deletionTimestamp ??= turn.now;
  last.deletionGracePeriodSeconds = 0;
  notify(state, turn, pod.uid, last);
  notify(state, turn, pod.uid, undefined, MILLISECOND);
};

const updateImage = (state: ApiPodState, turn: ApiTurn, container: string, image: string): ApiPodState => {
  if (state.pod === undefined) {
    record(state, turn, { op: 'updated', container, result: 'notFound' });
    return state;
  }
  const pod = copyOfApiPod(state.pod);
  pod.generation += 1;
  pod.spec = withImage(pod.spec, container, image);
  record(state, turn, { op: 'updated', container, image });
  notify(state, turn, pod.uid, pod);
  return withPod(state, pod);
};

/** The same spec where the container has this image already: then nothing has changed. */
const withImage = (spec: PodSpec, name: string, image: string): PodSpec => {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  if (!all.some((each) => each.name === name && each.image !== image)) return spec;
  const changed = (each: Container): Container => (each.name === name ? { ...each, image } : each);
  const { containers, initContainers } = spec;
  return {
    ...spec,
    containers: containers.map(changed),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(changed) }),
  };
};

/** A mutant: pods with a PostStart sleep cannot be updated. */
const refusesStatus = ({ mutants, pod }: ApiPodState): boolean => {
  if (mutants['poststart-sleep-rejected-status'] !== true || pod === undefined) return false;
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return all.some(({ lifecycle }) => lifecycle?.postStart?.sleep !== undefined);
};

/** What a trace shows of a status. */
const compact = (status: ApiPodStatus): CompactStatus => ({
  phase: status.phase,
  conditions: status.conditions,
  containers: status.containers,
  initContainers: status.initContainers,
  observedGeneration: status.observedGeneration,
  reason: status.reason,
  message: status.message,
});

const patchStatus = (
  state: ApiPodState,
  turn: ApiTurn,
  message: Extract<ApiPodMessage, { kind: 'patch-status' }>,
): ApiPodState => {
  if (state.pod === undefined) return state;
  if (state.pod.uid !== message.uid) {
    turn.send(message.from, { kind: 'status-of-another' } satisfies StatusOfAnother);
    return state;
  }
  if (refusesStatus(state)) return state;
  const status = mergeStatus(state.pod.status, message.status, message.couldHaveRunningContainers);
  let next = state;
  if (!sameStatus(state.pod.status, status)) {
    const pod = copyOfApiPod(state.pod);
    pod.status = status;
    turn.record({ kind: 'status', pod: state.name, status: compact(status) } satisfies StatusFact);
    notify(state, turn, pod.uid, pod);
    next = withPod(state, pod);
  }
  if (next.pod?.mirror !== undefined) return next;
  const free =
    message.deletes === 'in-any-phase' || (message.deletes === 'in-terminal-phase' && isPodTerminal(status.phase));
  return free && next.pod?.deletionTimestamp !== undefined ? remove(next, turn, 'kubelet', 0) : next;
};
