import { emptyMap, entryOf, entryValues, SECOND, withEntry, withoutEntry } from '@simlet/core';
import type { Address, Behaviour, PersistentMap, Turn } from '@simlet/core';

import type { ApiPod } from './api-pod.ts';
import { appended } from './appended.ts';
import { FIRST_LOOP } from './constants.ts';
import type { KubeletFact } from './facts.ts';
import type { Features } from './features.ts';
import type { ApiRequest, LoopMessage, ShutdownGroup, WatchMessage } from './messages.ts';
import { isOutage, outageBegins, outageEnds } from './loop-outage.ts';
import { apiStoreAddress, loopAddress, manifestsAddress, nodeAddresses, podAddress, runtimeAddress } from './names.ts';
import type { NodeAddresses, NodeHosts } from './names.ts';
import { kubeletPod } from './pod/process.ts';
import type { PodInput } from './pod/process.ts';
import type { Outage, PodMessage } from './pod/state.ts';
import type { RuntimeRootMessage } from './runtime/root-process.ts';
import type { RuntimePodStatus } from './runtime/status.ts';
import * as staticPods from './static-pods.ts';
import type { StaticPods } from './static-pods.ts';

export interface LoopInput {
  readonly hosts: NodeHosts;
  /** One for all pods of the node. */
  readonly features: Features;
}

interface LoopState extends LoopInput {
  readonly node: NodeAddresses;
  readonly start: number;
  /** The sync loop handles nothing before it has begun. */
  readonly begun: boolean;
  /** The last time without a runtime, which may not be over. */
  readonly outage: Outage | undefined;
  /** What came before, by the order in which it came. */
  readonly waiting: PersistentMap<WatchMessage>;
  /** Pods that have a process, by UID. */
  readonly pods: PersistentMap<KnownPod>;
  /** Their UIDs by name, for those who know a pod by its name alone. */
  readonly named: PersistentMap<readonly string[]>;
  readonly staticPods: StaticPods;
  readonly shutdown?: Shutdown;
}

/** A graceful shutdown of the node: whose turn it is, and for whom it waits. */
interface Shutdown {
  readonly group: ShutdownGroup;
  readonly criticalSeconds: number;
  readonly waitsFor: PersistentMap<true>;
}

interface PodIdentity {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
}

/** A pod that has a process, with its address. */
interface KnownPod extends PodIdentity {
  readonly address: Address;
}

/**
 * The kubelet's sync loop: hands changes of its pods to their processes. *Source:* pkg/kubelet/kubelet.go, syncLoop;
 * docs/fidelity.md 1.2.1.
 */
export const kubeletLoop: Behaviour<LoopInput, LoopState, LoopMessage> = {
  kind: 'kubelet-loop',
  trusted: true,
  start(input, turn) {
    const { hosts } = input;
    turn.record({ kind: 'kubelet', event: 'started', generation: turn.incarnation } satisfies KubeletFact);
    const watch: ApiRequest = { kind: 'list-and-watch', subscriber: loopAddress(hosts), session: turn.incarnation };
    turn.send(apiStoreAddress(hosts), watch);
    const files = manifestsAddress(hosts);
    if (files !== undefined) turn.send(files, watch);
    turn.send(runtimeAddress(hosts), { kind: 'list' } satisfies RuntimeRootMessage);
    turn.after(FIRST_LOOP, { kind: 'loop-begins' });
    return {
      hosts,
      features: input.features,
      node: nodeAddresses(hosts),
      start: turn.now,
      begun: false,
      outage: undefined,
      waiting: emptyMap(),
      pods: emptyMap(),
      named: emptyMap(),
      staticPods: staticPods.NO_STATIC_PODS,
    };
  },
  receive(state, message, turn) {
    switch (message.kind) {
      case 'loop-begins':
        return isOutage(state.outage) ? state : begin(state, turn);
      case 'runtime-outage':
        return message.up ? runtimeIsBack(state, turn) : runtimeIsDown(state, turn);
      case 'runtime-error':
        return isOutage(state.outage, message.since) ? { ...state, begun: false } : state;
      case 'watch':
        if (message.session !== turn.incarnation) return state;
        return state.begun ? deliver(state, turn, message) : { ...state, waiting: later(state.waiting, message) };
      case 'found-in-runtime':
        return found(state, turn, message);
      case 'appeared-in-runtime':
        return entryOf(state.pods, message.uid) === undefined ? spawn(state, turn, message, message.status) : state;
      case 'pod-over':
        return forget(state, turn, message.uid);
      case 'kill-now':
        return killNow(state, turn, message);
      case 'node-shutdown':
        return beginShutdown(state, turn, message);
      case 'shutdown-group-over':
        return state.shutdown?.group === message.group ? nextGroup(state, turn) : state;
      case 'shutdown-answer':
        return answered(state, turn, message.uid);
      case 'static-pod-finished':
        return withStaticPods(state, turn, staticPods.finished(state.staticPods, message.uid));
      case 'static-pod-retry': {
        const pod = state.staticPods.held[message.uid];
        return pod === undefined ? state : startStaticPod(state, turn, pod);
      }
      case 'mirror-housekeeping':
        return mirrorHousekeeping(state, turn);
    }
  },
};

const later = (waiting: PersistentMap<WatchMessage>, message: WatchMessage): PersistentMap<WatchMessage> =>
  withEntry(waiting, `${waiting.size}`, message);

const begin = (state: LoopState, turn: Turn<LoopMessage>): LoopState => {
  let next: LoopState = { ...state, begun: true, waiting: emptyMap() };
  for (const each of entryValues(state.waiting)) next = deliver(next, turn, each);
  return next;
};

const runtimeIsDown = (state: LoopState, turn: Turn<LoopMessage>): LoopState => ({
  ...state,
  outage: outageBegins(entryValues(state.pods), turn),
});

/** The loop goes on at once; the real one, which looks for the runtime every 5 s, within that time. */
const runtimeIsBack = (state: LoopState, turn: Turn<LoopMessage>): LoopState => {
  const next: LoopState = { ...state, outage: outageEnds(entryValues(state.pods), turn, state.outage) };
  return state.begun || turn.now < state.start + FIRST_LOOP ? next : begin(next, turn);
};

const deliver = (state: LoopState, turn: Turn<LoopMessage>, message: WatchMessage): LoopState => {
  if (message.mirror === true) return mirrorChanged(state, turn, message);
  if (message.pod?.static === true) return addStaticPod(state, turn, message.pod);
  if (message.pod === undefined && Object.values(state.staticPods.wanted).includes(message.uid))
    return removeStaticPod(state, turn, message.uid);
  return toPod(state, turn, message);
};

const toPod = (state: LoopState, turn: Turn<LoopMessage>, message: Pick<WatchMessage, 'uid' | 'pod'>): LoopState => {
  const known = entryOf(state.pods, message.uid);
  if (known === undefined && message.pod === undefined) return state;
  const next = known !== undefined || message.pod === undefined ? state : spawn(state, turn, message.pod, undefined);
  const address = known?.address ?? podAddress(state.hosts, message.uid);
  turn.send(address, { kind: 'config', pod: message.pod } satisfies PodMessage);
  return next;
};

const withStaticPods = (state: LoopState, turn: Turn<LoopMessage>, pods: StaticPods): LoopState => ({
  ...state,
  staticPods: staticPods.armMirrorHousekeeping(pods, turn, state.start),
});

const addStaticPod = (state: LoopState, turn: Turn<LoopMessage>, pod: ApiPod): LoopState =>
  startStaticPod({ ...state, staticPods: staticPods.wanted(state.staticPods, pod) }, turn, pod);

const startStaticPod = (state: LoopState, turn: Turn<LoopMessage>, pod: ApiPod): LoopState => {
  const mayStart = staticPods.mayStart(state.staticPods, pod);
  if (!mayStart && state.features.mutants['static-update-lost'] === true) return state;
  if (!mayStart && state.features.mutants['static-pods-overlap'] !== true)
    return { ...state, staticPods: staticPods.hold(state.staticPods, pod, turn, state.start) };
  const next = toPod({ ...state, staticPods: staticPods.started(state.staticPods, pod) }, turn, { uid: pod.uid, pod });
  const mirror = next.staticPods.mirrors[staticPods.fullNameOf(pod)];
  if (mirror !== undefined) tellOfMirror(next, turn, pod.uid, mirror);
  return next;
};

const removeStaticPod = (state: LoopState, turn: Turn<LoopMessage>, uid: string): LoopState =>
  toPod(withStaticPods(state, turn, staticPods.unwanted(state.staticPods, uid)), turn, { uid, pod: undefined });

/** A mirror is never a pod of its own: the static pod of its full name hears of it. */
const mirrorChanged = (state: LoopState, turn: Turn<LoopMessage>, message: WatchMessage): LoopState => {
  const name = staticPods.mirrorNameOf(state.staticPods, message);
  if (name === undefined) return state;
  const uid = state.staticPods.started[name];
  if (uid !== undefined) tellOfMirror(state, turn, uid, message.pod);
  return withStaticPods(state, turn, staticPods.withMirror(state.staticPods, name, message.pod));
};

const tellOfMirror = (state: LoopState, turn: Turn<LoopMessage>, uid: string, pod: ApiPod | undefined): void =>
  turn.send(podAddress(state.hosts, uid), { kind: 'mirror', pod } satisfies PodMessage);

const mirrorHousekeeping = (state: LoopState, turn: Turn<LoopMessage>): LoopState => {
  const pods = { ...state.staticPods, housekeepingDue: false };
  staticPods.deleteOrphanMirrors(pods, turn, state.hosts);
  return { ...state, staticPods: pods };
};

const spawn = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  identity: PodIdentity,
  found: RuntimePodStatus | undefined,
): LoopState => {
  const { uid, name, namespace } = identity;
  const { node, features, start: kubeletStart, outage } = state;
  const input: PodInput = { node, uid, name, namespace, kubeletStart, features, found, outage };
  const address = turn.spawn({ path: `pod/${uid}`, behaviour: kubeletPod, input });
  const namesakes = entryOf(state.named, name) ?? [];
  const named = withEntry(
    state.named,
    name,
    appended(
      namesakes.filter((each) => each !== uid),
      uid,
    ),
  );
  return { ...state, pods: withEntry(state.pods, uid, { uid, name, namespace, address }), named };
};

/** A kubelet that started without a runtime may know of the pod already. */
const found = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  message: Extract<LoopMessage, { kind: 'found-in-runtime' }>,
): LoopState => {
  const { status } = message;
  const known = entryOf(state.pods, message.uid);
  if (known === undefined) return spawn(state, turn, message, status);
  turn.send(known.address, { kind: 'runtime-status', status } satisfies PodMessage);
  return state;
};

/** Ends the processes of a pod of which nothing is left, here and in the runtime. */
const forget = (state: LoopState, turn: Turn<LoopMessage>, uid: string): LoopState => {
  const pod = entryOf(state.pods, uid);
  if (pod === undefined) return state;
  turn.stop(podAddress(state.hosts, uid));
  turn.send(runtimeAddress(state.hosts), { kind: 'forget', uid } satisfies RuntimeRootMessage);
  const namesakes = (entryOf(state.named, pod.name) ?? []).filter((each) => each !== uid);
  const named =
    namesakes.length === 0 ? withoutEntry(state.named, pod.name) : withEntry(state.named, pod.name, namesakes);
  return answered({ ...state, pods: withoutEntry(state.pods, uid), named }, turn, uid);
};

const killNow = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  message: Extract<LoopMessage, { kind: 'kill-now' }>,
): LoopState => {
  const { pod: name, ...request } = message;
  for (const uid of entryOf(state.named, name) ?? [])
    turn.send(podAddress(state.hosts, uid), request satisfies PodMessage);
  return state;
};

/**
 * Graceful node shutdown: regular pods first, then critical ones; a group is over when all its pods are down, or after
 * its seconds. *Source:* pkg/kubelet/nodeshutdown/nodeshutdown_manager.go, processShutdownEvent.
 */
const beginShutdown = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  message: Extract<LoopMessage, { kind: 'node-shutdown' }>,
): LoopState => beginGroup(state, turn, 'regular', message.regularSeconds, message.criticalSeconds);

const beginGroup = (
  state: LoopState,
  turn: Turn<LoopMessage>,
  group: ShutdownGroup,
  seconds: number,
  criticalSeconds: number,
): LoopState => {
  let waitsFor: PersistentMap<true> = emptyMap();
  for (const { uid } of entryValues(state.pods)) {
    turn.send(podAddress(state.hosts, uid), { kind: 'shutdown', group, seconds } satisfies PodMessage);
    waitsFor = withEntry(waitsFor, uid, true);
  }
  turn.after(seconds * SECOND, { kind: 'shutdown-group-over', group });
  return { ...state, shutdown: { group, criticalSeconds, waitsFor } };
};

const nextGroup = (state: LoopState, turn: Turn<LoopMessage>): LoopState => {
  const { shutdown, ...rest } = state;
  if (shutdown?.group !== 'regular') return rest;
  return beginGroup(rest, turn, 'critical', shutdown.criticalSeconds, shutdown.criticalSeconds);
};

const answered = (state: LoopState, turn: Turn<LoopMessage>, uid: string): LoopState => {
  if (state.shutdown === undefined || entryOf(state.shutdown.waitsFor, uid) === undefined) return state;
  const waitsFor = withoutEntry(state.shutdown.waitsFor, uid);
  const next = { ...state, shutdown: { ...state.shutdown, waitsFor } };
  return waitsFor.size === 0 ? nextGroup(next, turn) : next;
};
