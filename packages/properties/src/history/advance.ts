import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type {
  ApiFact,
  CompactContainerStatus,
  ContainerFact,
  EventFact,
  Fact,
  KubeletFact,
  RuntimeFact,
  SignalFact,
  StatusFact,
} from '@simlet/kubelet';
import { advanceCri } from './advance-cri.ts';
import { advanceHook } from './advance-hook.ts';
import { gracesOfPodKill } from './grace.ts';
import type { TerminationRequest } from './history.ts';
import { addressed, findInstance, isRunning, killCause, livesOf, openKill } from './lookup.ts';
import { containerOfFieldPath } from './pod-parts.ts';
import { advanceAction, create } from './advance-action.ts';
import { forgetIfGone } from './store.ts';
import type { Store, StoredInstance, StoredLife } from './store.ts';

/** The time between two relists. */
const RELIST: Micros = SECOND;

/** Adds one fact to what is known. */
export function advance(store: Store, fact: Fact, at: Micros): void {
  switch (fact.kind) {
    case 'kubelet':
      return advanceKubelet(store, fact, at);
    case 'runtime':
      return advanceRuntime(store, fact, at);
    case 'api':
      return advanceApi(store, fact, at);
    case 'action':
      return advanceAction(store, fact, at);
    case 'cri':
      return advanceCri(store, fact, at);
    case 'container':
      return advanceContainer(store, fact, at);
    case 'signal':
      return advanceSignal(store, fact, at);
    case 'hook':
      return advanceHook(store, fact, at);
    case 'event':
      return advanceEvent(store, fact, at);
    case 'status':
      return advanceStatus(store, fact, at);
    case 'probe': {
      if (fact.probe !== 'startup' || fact.outcome !== 'ok') return;
      const found = findInstance(store, fact.pod, fact.container);
      if (found !== undefined) found.instance.startupOkAt = at;
      return;
    }
  }
}

function advanceKubelet(store: Store, fact: KubeletFact, at: Micros): void {
  const { generation } = fact;
  // A call that was under way when its kubelet died may still reach the runtime: it belongs to that kubelet.
  if (fact.event === 'stopped') {
    store.kubelet = { ...store.kubelet, up: false };
    return;
  }
  store.kubelet = { up: true, generation, startedAt: at };
  for (const life of store.lives.values()) noteUnstarted(store, life);
  // A new kubelet does not know of static pods that were to be over before others begin.
  for (const { name } of store.former) {
    const life = store.lives.get(name);
    if (life?.static === true) life.overlapped = true;
  }
}

/** What happens without a runtime nobody hears of; one that takes its containers with it takes every sandbox. */
function advanceRuntime(store: Store, fact: RuntimeFact, at: Micros): void {
  const { outage } = store;
  // Between two that follow each other so soon no relist need have succeeded.
  const goesOn = outage !== undefined && at - (outage.to ?? at) <= RELIST;
  const from = goesOn ? outage.from : at;
  store.outage = { from, to: fact.event === 'stopped' ? undefined : at };
  if (fact.takesContainers !== true) return;
  for (const life of store.lives.values()) life.sandbox = { ...life.sandbox, lostAt: life.sandbox.lostAt ?? at };
}

function advanceApi(store: Store, fact: ApiFact, at: Micros): void {
  // The mirror of a static pod is no pod of its own; no promise is made of it here.
  if (fact.op === 'created' && fact.by === 'kubelet') return;
  if (fact.op === 'created' && fact.result === 'conflict') return;
  if (fact.op === 'created') return create(store, fact.pod, at);
  const life = store.lives.get(fact.pod);
  if (life === undefined) return;
  if (fact.op === 'updated') {
    if (fact.container === undefined || fact.result === 'notFound') return;
    life.imageUpdates = { [fact.container]: at, ...life.imageUpdates };
    return;
  }
  const request = (seconds: number): readonly TerminationRequest[] => [
    ...life.requests,
    { kind: 'deletion', at, seconds, generation: store.kubelet.generation },
  ];
  if (fact.result === 'removed') {
    const by = fact.by ?? 'user';
    life.removed = { at, by };
    if (by === 'user') {
      life.requests = request(0);
      store.forced.set(fact.pod, at);
    }
    forgetIfGone(store, fact.pod);
  } else if (fact.result === 'graceful' || fact.result === 'shortened') {
    life.requests = request(fact.deletionGracePeriodSeconds ?? 0);
  }
}

function advanceContainer(store: Store, fact: ContainerFact, at: Micros): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  const { life, instance } = found;
  if (fact.event === 'running') {
    instance.runningAt = at;
    instance.unstartedSince = life.unstartedSince[instance.container];
  } else instance.exited = { at, code: fact.exitCode, cause: fact.cause };
  const init = life.parts.get(instance.container)?.role === 'init';
  const reached = init ? fact.event === 'exited' && fact.exitCode === 0 : fact.event === 'running';
  if (reached) life.reachedIn = { ...life.reachedIn, [instance.container]: instance.sandbox };
  life.lastProgressAt = at;
  forgetIfGone(store, fact.pod);
}

function advanceSignal(store: Store, fact: SignalFact, at: Micros): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  const { instance } = found;
  if (fact.signal === 'SIGTERM') instance.sigtermAt ??= at;
  else instance.sigkillAt ??= at;
}

function advanceEvent(store: Store, fact: EventFact, at: Micros): void {
  const newest = store.lives.get(fact.pod);
  if (newest !== undefined) countEvent(store, newest, fact.type);
  if (fact.reason !== 'Killing') return;
  const container = containerOfFieldPath(fact.fieldPath);
  if (container === undefined) return;
  const lives = livesOf(store, fact.pod);
  const life =
    lives.find((candidate) => candidate.instances.some((i) => i.container === container && i.exited === undefined)) ??
    lives[0];
  const instance = life === undefined ? undefined : announcedBy(store, life, container, at);
  if (life === undefined || instance === undefined) return;
  const cause = killCause(fact.message);
  const open = openKill(store, instance);
  const kill =
    open !== undefined && open.at === at && !open.announced
      ? { ...open, cause, announced: true }
      : { at, generation: store.kubelet.generation, cause, announced: true };
  // A pod kill that follows a request which the kubelet must have known is the end of the pod, not a new sandbox.
  const ends = cause === 'pod' && gracesOfPodKill(store, life, at).certain;
  if (ends) life.terminating = { at, generation: store.kubelet.generation };
  life.lastProgressAt = at;
  instance.kill = kill;
}

/** An event names a container, not its instance: where two of a name run (a start that was not heard of), each has its own. */
function announcedBy(store: Store, life: StoredLife, container: string, at: Micros): StoredInstance | undefined {
  const stillSilent = life.instances.findLast((instance) => {
    if (instance.container !== container || !isRunning(instance)) return false;
    const open = openKill(store, instance);
    return open?.at !== at || !open.announced || open.stop !== undefined;
  });
  return stillSilent ?? addressed(life, container);
}

function countEvent(store: Store, life: StoredLife, type: 'Normal' | 'Warning'): void {
  const generation = store.kubelet.generation;
  const counted =
    life.eventsWritten.generation === generation ? life.eventsWritten : { generation, Normal: 0, Warning: 0 };
  const { Normal, Warning } = counted;
  life.eventsWritten =
    type === 'Normal' ? { generation, Normal: Normal + 1, Warning } : { generation, Normal, Warning: Warning + 1 };
}

function advanceStatus(store: Store, fact: StatusFact, at: Micros): void {
  const life = store.lives.get(fact.pod);
  if (life === undefined) return;
  const { initContainers = [], containers = [] } = fact.status;
  const unstarted = [...initContainers, ...containers].filter(({ started }) => !started);
  life.unstartedSince = Object.fromEntries(unstarted.map(({ name }) => [name, life.unstartedSince[name] ?? at]));
  life.status = fact.status;
  noteUnstarted(store, life);
}

/** Which instances a new kubelet finds running and not shown as started. */
function noteUnstarted(store: Store, life: StoredLife): void {
  const { generation } = store.kubelet;
  const { initContainers = [], containers = [] } = life.status ?? {};
  for (const instance of life.instances) {
    if (instance.generation === generation || !isRunning(instance)) continue;
    const isStarted = ({ id, started }: CompactContainerStatus): boolean => id === instance.id && started === true;
    if (!containers.some(isStarted) && !initContainers.some(isStarted)) instance.foundUnstartedBy = generation;
  }
}
