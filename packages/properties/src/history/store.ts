import type { Action, Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Writable } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import type { History, Instance, KubeletLife, Life } from './history.ts';
import { containerName } from './pod-parts.ts';

export type StoredInstance = Writable<Instance>;
export type StoredLife = Writable<Omit<Life, 'instances'>> & { instances: readonly StoredInstance[] };

/**
 * The history while it grows. The records of pods and their instances have one shape each and are changed in place: they change with
 * nearly every fact, and every invariant reads them.
 */
export interface Store extends History {
  /** The pods of the scenario by name, the first of each. */
  readonly manifests: ReadonlyMap<string, Pod>;
  /** The actions by which the node itself ends pods, by their times in milliseconds. */
  readonly asked: ReadonlyMap<number, readonly Action[]>;
  kubelet: KubeletLife;
  outage: History['outage'];
  readonly lives: Map<string, StoredLife>;
  former: readonly StoredLife[];
  created: number;
  /** Names of pods whose object a user removed at once, or whose manifest was removed, and when: their worker may still be at it. */
  readonly forced: Map<string, Micros>;
  /** Names of pods that may be gone since this instant. */
  readonly perhapsGone: Set<string>;
}

/** A history in which nothing has happened. */
export function emptyStore(scenario: Scenario): Store {
  return {
    scenario,
    manifests: new Map(scenario.pods.toReversed().map((pod) => [pod.metadata.name ?? '', pod])),
    asked: askedOf(scenario.actions),
    minor: minorOf(scenario.kubernetesVersion),
    kubelet: { up: false, generation: -1, startedAt: 0 },
    outage: undefined,
    lives: new Map(),
    former: [],
    created: 0,
    forced: new Map(),
    perhapsGone: new Set(),
  };
}

function askedOf(actions: readonly Action[]): ReadonlyMap<number, readonly Action[]> {
  const asked = new Map<number, readonly Action[]>();
  for (const action of actions)
    if (action.op === 'evict' || action.op === 'preempt' || action.op === 'nodeShutdown')
      asked.set(action.atMs, [...(asked.get(action.atMs) ?? []), action]);
  return asked;
}

function minorOf(version: string | undefined): number {
  const minor = version === undefined ? undefined : /^v?1\.(\d+)/.exec(version)?.[1];
  return minor === undefined ? 36 : Number(minor);
}

/** Adds a new instance, and forgets what the newest two of the container make superfluous. */
export function addInstance(life: StoredLife, instance: StoredInstance): void {
  const same = life.instances.filter((other) => other.container === instance.container && other.id !== instance.id);
  // What was given up may still be made, and be the newest then.
  const outdated = same
    .slice(0, -1)
    .filter(
      ({ exited, runningAt, creationLost }) => exited !== undefined || (runningAt === undefined && !creationLost),
    );
  const kept = life.instances.filter((other) => other.id !== instance.id && !outdated.includes(other));
  life.instances = [...kept, instance];
}

/** Takes back an instance whose creation came to nothing. */
export function dropInstance(life: StoredLife, id: string): void {
  life.instances = life.instances.filter((instance) => instance.id !== id);
}

/** The pod that a new container of this name is created for: the newest of which anything is left. */
export function lifeFor(store: Store, pod: string | undefined, instance: string): StoredLife | undefined {
  if (pod === undefined) return undefined;
  const life = staticBefore(store, pod) ?? store.lives.get(pod) ?? store.former.findLast(({ name }) => name === pod);
  return life?.parts.has(containerName(instance)) === true ? life : undefined;
}

/** The static pod of that name that has to be over before the newest one begins. */
function staticBefore(store: Store, pod: string): StoredLife | undefined {
  const newest = store.lives.get(pod);
  if (newest?.static !== true || newest.overlapped || newest.sandbox.serial >= 0) return undefined;
  return store.former.find((life) => life.name === pod && life.static);
}

/** Nothing of the pod is left that facts could still be about. */
export function isGone(life: Life): boolean {
  const alive = life.instances.some((instance) => instance.exited === undefined && !instance.removed);
  return life.removed !== undefined && !alive && (life.sandbox.serial < 0 || life.sandbox.lostAt !== undefined);
}

/** Has the pods of that name looked at when the instant is over: what else happens at it may still be about them. */
export function forgetIfGone(store: Store, pod: string): void {
  store.perhapsGone.add(pod);
}

/** Forgets the pods whose object, containers and sandbox are gone. To be called at the end of each instant. */
export function sweep(store: Store): void {
  for (const pod of store.perhapsGone) {
    const life = store.lives.get(pod);
    if (life !== undefined && isGone(life)) store.lives.delete(pod);
    if (store.former.length > 0) store.former = store.former.filter((former) => former.name !== pod || !isGone(former));
  }
  store.perhapsGone.clear();
}
