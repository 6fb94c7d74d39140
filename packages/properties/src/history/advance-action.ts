import type { Action } from '@simlet/cluster';
import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ActionFact } from '@simlet/kubelet';
import type { Life, RequestKind, TerminationRequest } from './history.ts';
import { graceSecondsOf, partsOf } from './pod-parts.ts';
import { forgetIfGone, isGone } from './store.ts';
import type { Store, StoredLife } from './store.ts';

/** So long after the removal of its object the worker of a pod is taken to be done with its last pull or hook. */
const WORKER_GIVES_UP: Micros = 600 * SECOND;
/** A kubelet that has started knows all its pods by then. */
const LOOPS_TURN: Micros = 3 * SECOND;

/** A pod object of this name is made, or its manifest put on the node. */
export function create(store: Store, name: string, at: Micros, isStatic = false): void {
  const pod = store.manifests.get(name);
  if (pod === undefined) return;
  const before = store.lives.get(name);
  const lingers = before !== undefined && !isGone(before);
  if (before !== undefined && lingers) store.former = [...store.former, before];
  for (const [other, removedAt] of store.forced) if (at - removedAt > WORKER_GIVES_UP) store.forced.delete(other);
  store.lives.set(name, {
    serial: store.created++,
    name,
    pod,
    parts: new Map(partsOf(pod).map((part) => [part.container.name, part])),
    createdAt: at,
    static: isStatic,
    // The kubelet lets one static pod of a name be over before it begins with the next; a doubt goes on to the next.
    // One whose sandbox died may still get a new one.
    overlapped: isStatic
      ? !isKnownToStop(store, name) ||
        (lingers ? before.overlapped || before.sandbox.lostAt !== undefined : store.forced.has(name))
      : lingers || store.forced.has(name),
    requests: [],
    removed: undefined,
    status: undefined,
    unstartedSince: {},
    reachedIn: {},
    recordLost: false,
    sandbox: { serial: -1, stopping: false },
    terminating: undefined,
    imageUpdates: {},
    eventsWritten: { generation: store.kubelet.generation, Normal: 0, Warning: 0 },
    lastProgressAt: at,
    callsUnderWay: 0,
    instances: [],
  });
}

/** Whether the kubelet knows of the pods of that name that it was told to stop, so that they are over before the next begins. */
function isKnownToStop({ former, kubelet }: Store, name: string): boolean {
  const before = former.filter((life) => life.name === name);
  return before.every(({ removed }) => kubelet.up && (removed?.at ?? 0) >= kubelet.startedAt);
}

/** Adds what the operator or the node did, where no other fact tells of it. */
export function advanceAction(store: Store, fact: ActionFact, at: Micros): void {
  switch (fact.op) {
    case 'nodeShutdown':
      for (const life of store.lives.values()) request(store, life, fact, at);
      return;
    case 'addStaticPod':
      removeStaticPod(store, fact.pod, at);
      return fact.pod === undefined ? undefined : create(store, fact.pod, at, true);
    case 'removeStaticPod':
      return removeStaticPod(store, fact.pod, at);
  }
  const life = fact.pod === undefined ? undefined : store.lives.get(fact.pod);
  if (life === undefined) return;
  if (fact.op === 'sandboxDeath') life.sandbox = { ...life.sandbox, lostAt: at };
  else if (!life.static) request(store, life, fact, at);
}

/** The manifest is gone: the pod is ended with the grace of its spec. */
function removeStaticPod(store: Store, name: string | undefined, at: Micros): void {
  const life = name === undefined ? undefined : store.lives.get(name);
  if (life?.static !== true || life.removed !== undefined) return;
  const seconds = graceSecondsOf(life.pod);
  life.requests = [...life.requests, { kind: 'deletion', at, seconds, generation: store.kubelet.generation }];
  life.removed = { at, by: 'user' };
  store.forced.set(life.name, at);
  forgetIfGone(store, life.name);
}

/** The node ends the pod, by a kubelet that is there. */
function request(store: Store, life: StoredLife, fact: ActionFact, at: Micros): void {
  if (!store.kubelet.up) return;
  const heeded = isWorkedOn(store, life, at) ? { heeded: true as const } : {};
  const requests = (store.asked.get(at / MILLISECOND) ?? [])
    .filter((action) => action.op === fact.op)
    .filter((action) => !('pod' in action) || action.pod === fact.pod)
    .flatMap((action): readonly TerminationRequest[] => {
      const asked = askedOf(action, life);
      return asked === undefined ? [] : [{ ...asked, ...heeded, at, generation: store.kubelet.generation }];
    });
  if (requests.length > 0) life.requests = [...life.requests, ...requests];
}

/** The kubelet has begun to work on the pod, its loops have turned since it started, and the pod is still there. */
function isWorkedOn({ kubelet }: Store, { sandbox, removed }: Life, at: Micros): boolean {
  const begun = sandbox.serial > 0 || (sandbox.startedAt ?? at) < at;
  return begun && at - kubelet.startedAt >= LOOPS_TURN && removed === undefined;
}

/** What the node asks for, where the action is one of the node. */
function askedOf(action: Action, life: Life): { readonly kind: RequestKind; readonly seconds: number } | undefined {
  const spec = graceSecondsOf(life.pod);
  switch (action.op) {
    case 'evict':
      return { kind: 'eviction', seconds: action.gracePeriodSeconds ?? 1 };
    case 'preempt':
      return { kind: 'preemption', seconds: spec };
    case 'nodeShutdown': {
      const regular = action.gracePeriodSeconds - (action.criticalPodsSeconds ?? 0);
      return { kind: 'shutdown', seconds: Math.min(regular, spec) };
    }
    default:
      return undefined;
  }
}
