import type { History, Instance, Kill, KillCause, Life } from './history.ts';
import type { Micros } from '@simlet/core';

/** An instance and the pod that it belongs to. */
export interface Found<L extends Life = Life> {
  readonly life: L;
  readonly instance: L['instances'][number];
}

/** The pods that a history knows. */
interface Lives<L extends Life> {
  readonly lives: ReadonlyMap<string, L>;
  readonly former: readonly L[];
}

/** The pod of that name, and the instance in it; former pods of the name are searched last, the newest of them first. */
export function findInstance<L extends Life>(
  { lives, former }: Lives<L>,
  pod: string | undefined,
  id: string | undefined,
): Found<L> | undefined {
  if (pod === undefined || id === undefined) return undefined;
  const current = lives.get(pod);
  const found = current === undefined ? undefined : instanceOf(current, id);
  if (found !== undefined || former.length === 0) return found;
  const life = former.findLast(({ name, instances }) => name === pod && instances.some((each) => each.id === id));
  return life === undefined ? undefined : instanceOf(life, id);
}

function instanceOf<L extends Life>(life: L, id: string): Found<L> | undefined {
  const instance = life.instances.find((candidate) => candidate.id === id);
  return instance === undefined ? undefined : { life, instance };
}

/** As `findInstance`, but only where the facts tell for sure whose the instance is. */
export function knownInstance(history: History, pod: string | undefined, id: string | undefined): Found | undefined {
  const found = findInstance(history, pod, id);
  if (found === undefined || found.life.overlapped) return undefined;
  return history.former.length > 0 && isOverlapped(history, found.life.name) ? undefined : found;
}

/** The pod of that name, where the facts tell for sure which of them they are about. */
export function knownLife(history: History, pod: string | undefined): Life | undefined {
  const life = pod === undefined ? undefined : history.lives.get(pod);
  if (life === undefined || life.overlapped) return undefined;
  return history.former.length > 0 && isOverlapped(history, life.name) ? undefined : life;
}

/** Two pods of that name were there at once: facts name pods, not UIDs. */
export function isOverlapped(history: History, pod: string): boolean {
  return history.lives.get(pod)?.overlapped === true || history.former.some((life) => life.name === pod);
}

/** The pods of that name that still matter, the newest first. */
export function livesOf<L extends Life>({ lives, former: all }: Lives<L>, pod: string): readonly L[] {
  const current = lives.get(pod);
  const former = all.filter((life) => life.name === pod).toReversed();
  return current === undefined ? former : [current, ...former];
}

/** All pods that still matter. */
export function allLives(history: History): readonly Life[] {
  return [...history.former, ...history.lives.values()];
}

/** Started and not exited. */
export function isRunning(instance: Instance): boolean {
  return instance.runningAt !== undefined && instance.exited === undefined;
}

/** Whether an instance that was given up may have been made after newer ones, and so be the newest for the kubelet. *Source*: kubernetes/kubernetes issue 139670. */
export function mayComeLate({ instances }: Life, container: string): boolean {
  return instances.some((instance) => instance.container === container && instance.creationLost);
}

/** The newest instance of a container of a pod. */
export function newestOf<L extends Life>(life: L, container: string): L['instances'][number] | undefined {
  return life.instances.findLast((instance) => instance.container === container);
}

/** The instance that a fact of the kubelet names only by its container: the running one, else the newest. */
export function addressed<L extends Life>(life: L, container: string): L['instances'][number] | undefined {
  const running = life.instances.findLast((instance) => instance.container === container && isRunning(instance));
  return running ?? newestOf(life, container);
}

/** The instance before this one of the same container, as long as it is remembered. */
export function predecessorOf(life: Life, instance: Instance): Instance | undefined {
  const own = life.instances.filter((other) => other.container === instance.container);
  return own[own.indexOf(instance) - 1];
}

/**
 * Whether the present kubelet killed the instance in a sync that goes on to start the next one: then it acts on a status
 * from before the kill. A kill after a failed PostStart ends its sync.
 */
export function killedInSync(history: History, instance: Instance): boolean {
  return (
    instance.kill !== undefined &&
    instance.kill.generation === history.kubelet.generation &&
    instance.kill.cause !== 'postStart'
  );
}

/** A status of the pod that is at most this old may be what the kubelet goes by. */
const STALE: Micros = 2_100_000;

/**
 * Whether the kubelet may judge an instance by what it took over from another kubelet or another instance: v1.36 does so
 * with `started` for pods that are older than the kubelet, and for a container that comes soon after its predecessor.
 * *Source*: kubernetes/kubernetes issues 141155 and 142305.
 */
export function isTakenOver(history: History, life: Life, instance: Instance): boolean {
  if (life.createdAt < history.kubelet.startedAt) return true;
  const before = predecessorOf(life, instance);
  if (before === undefined) return false;
  // What it inherits by name within one life of the kubelet it inherits since 1.35.
  if (history.minor < 35) return history.scenario.faults?.lag === true;
  const begun = instance.runningAt ?? instance.createBeganAt;
  const stale = begun - (instance.unstartedSince ?? begun) < STALE;
  // What the kubelet goes by is not what the API shows where its writes are late.
  const { lag, statusWrites } = history.scenario.faults ?? {};
  return killedInSync(history, before) || stale || lag === true || statusWrites === true;
}

/** Whether the instance was started by the sync that killed the one before, which its probes may still ask for. */
export function replacesKilled(history: History, life: Life, instance: Instance): boolean {
  const before = predecessorOf(life, instance);
  return before !== undefined && killedInSync(history, before);
}

/** The kill of the present kubelet that is under way for an instance. */
export function openKill(history: History, instance: Instance): Kill | undefined {
  const kill = instance.kill;
  if (kill === undefined || kill.generation !== history.kubelet.generation) return undefined;
  return kill.stop?.endedAt === undefined ? kill : undefined;
}

/** The kill that a StopContainer at `at` belongs to: the open one, else one that nothing announced. */
export function killBegunBy(history: History, life: Life, instance: Instance, at: Micros): Kill {
  const open = openKill(history, instance);
  if (open !== undefined && open.stop === undefined) return open;
  const generation = history.kubelet.generation;
  // A sidecar may have waited for others until now; all kills of a pod begin at the same instant.
  const waits = life.parts.get(instance.container)?.role === 'sidecar';
  const begun = life.instances.flatMap(({ kill }) => {
    const ofPod = kill?.generation === generation && (kill.cause === 'pod' || kill.cause === 'unknown');
    const until = kill?.stop?.endedAt ?? at;
    return waits && kill !== undefined && ofPod && until === at && kill.at >= (instance.runningAt ?? at)
      ? [kill.orAt ?? kill.at]
      : [];
  });
  if (begun.length === 0) return killFrom(history, at);
  // Kills in place come one after the other too, and the cause of one without an event is not known.
  return { ...killFrom(history, at), orAt: Math.max(...begun) };
}

/** The kill that a PreStop at `at` belongs to: the open one, else one that nothing announced. */
export function killWithPreStop(history: History, instance: Instance, at: Micros): Kill {
  const open = openKill(history, instance);
  return open !== undefined && open.stop === undefined ? open : killFrom(history, at);
}

function killFrom(history: History, at: Micros): Kill {
  return { at, generation: history.kubelet.generation, cause: 'unknown', announced: false };
}

const causes: readonly (readonly [RegExp, KillCause])[] = [
  [/^Stopping container /, 'pod'],
  [/failed liveness probe/, 'liveness'],
  [/failed startup probe/, 'startup'],
  [/^FailedPostStartHook$/, 'postStart'],
  [/definition changed|resize requires restart/, 'definition'],
  [/is in "unknown" state/, 'runtimeUnknown'],
  [/^killing$/, 'restartAll'],
];

/** Why a container is killed. *Source*: the messages of pkg/kubelet/kuberuntime/kuberuntime_manager.go and _container.go. */
export function killCause(message: string): KillCause {
  return causes.find(([pattern]) => pattern.test(message))?.[1] ?? 'unknown';
}
