import type { Micros } from '@simlet/core';

import { DEAD_INSTANCES_KEPT, FIRST_LOOP, FIRST_RELIST, RELIST_PERIOD } from '../constants.ts';
import type { InstanceStatus, RuntimePodStatus, SandboxStatus } from '../runtime/status.ts';
import { ask } from './calls.ts';
import { lastGridPoint, nextGridPoint } from './grid.ts';
import { sendPreStop } from './kill-container.ts';
import { killOf } from './kills.ts';
import type { LifecycleEvent, PodState, PodTurn } from './state.ts';
import { updatePod } from './update.ts';

/**
 * Whether a sync may begin with what the cache has: a status newer than the end of the sync before.
 * *Source:* pkg/kubelet/container/cache.go, GetNewerThan; docs/fidelity.md 1.4.4.
 */
export const isFresh = (pod: PodState, now: Micros): boolean => {
  if (pod.features.mutants['sync-with-stale-cache'] === true) return true;
  const relisted = lastRelist(pod, now);
  return (relisted !== undefined && relisted > pod.worker.lastSync) || pod.pleg.observedAt > pod.worker.lastSync;
};

/** The last relist that is over: one that is due at this very instant and has not had its turn yet does not count. */
const lastRelist = (pod: PodState, now: Micros): Micros | undefined => {
  const point = lastGridPoint(pod.kubeletStart + FIRST_RELIST, RELIST_PERIOD, now);
  return lastSuccess(pod, point !== undefined && point === pod.timers.relistAt ? point - RELIST_PERIOD : point);
};

/** A relist that came while the runtime was down, or at the instant of its death or return, has failed. */
const lastSuccess = (pod: PodState, point: Micros | undefined): Micros | undefined => {
  const { outage } = pod;
  if (point === undefined || outage === undefined || point < outage.from || point > (outage.to ?? point)) return point;
  return lastGridPoint(pod.kubeletStart + FIRST_RELIST, RELIST_PERIOD, outage.from - 1);
};

const isDown = ({ outage }: PodState): boolean => outage !== undefined && outage.to === undefined;

/** The runtime went down, or is back: the next relist finds what has become of the pod. */
export const runtimeOutage = (pod: PodState, turn: PodTurn, up: boolean): void => {
  const { outage } = pod;
  const point = lastGridPoint(pod.kubeletStart + FIRST_RELIST, RELIST_PERIOD, turn.now - 1) ?? 0;
  // One that begins before a relist has succeeded goes on from the one before.
  const goesOn = outage !== undefined && (outage.to === undefined || point <= outage.to);
  pod.outage = { from: goesOn ? outage.from : turn.now, to: up ? turn.now : undefined };
  if (up) armRelist(pod, turn);
};

/**
 * A relist of a runtime in which nothing changed tells nothing: the next one is only set up when something did, or
 * when a worker waits for one. The times are those of the periodic relist.
 */
export const armRelist = (pod: PodState, turn: PodTurn): void => {
  if (pod.timers.relist !== undefined || isDown(pod)) return;
  const at = nextGridPoint(pod.kubeletStart + FIRST_RELIST, RELIST_PERIOD, turn.now);
  pod.timers.relistAt = at;
  pod.timers.relist = turn.after(at - turn.now, { kind: 'relist' });
};

/** Takes what the runtime reports; it is looked at with the next relist. */
export const runtimeChanged = (pod: PodState, turn: PodTurn, status: RuntimePodStatus): void => {
  pod.runtime = status;
  armRelist(pod, turn);
};

/** The periodic relist. *Source:* pkg/kubelet/pleg/generic.go; docs/fidelity.md 1.4.1. */
export const relist = (pod: PodState, turn: PodTurn): void => {
  pod.timers.relist = undefined;
  pod.timers.relistAt = undefined;
  if (!isDown(pod)) observe(pod, turn, false);
};

/** A relist of this pod alone, asked for by a sync that did something; an answer in any case. */
export const relistOnDemand = (pod: PodState, turn: PodTurn): void => {
  const relisted = lastRelist(pod, turn.now);
  if (isDown(pod) || (relisted !== undefined && relisted > pod.worker.lastSync)) return;
  observe(pod, turn, true);
};

const observe = (pod: PodState, turn: PodTurn, always: boolean): void => {
  const { record } = pod.pleg;
  const current = pod.runtime;
  const changed = record !== current;
  pod.pleg = {
    record: current,
    status: changed || always ? current : pod.pleg.status,
    observedAt: changed || always ? turn.now : pod.pleg.observedAt,
    ip: addressOf(current) ?? (isGone(current) ? undefined : pod.pleg.ip),
  };
  const events = lifecycleEvents(record, current);
  if (events.length === 0 && always) events.push({ kind: 'sync', id: pod.uid });
  if (turn.now < pod.kubeletStart + FIRST_LOOP) {
    // The sync loop has not begun: it finds the events of the first relist when it does.
    turn.after(pod.kubeletStart + FIRST_LOOP - turn.now, { kind: 'lifecycle-events', events });
    return;
  }
  handleEvents(pod, turn, events);
};

/** What the sync loop does about them. *Source:* pkg/kubelet/kubelet.go, syncLoopIteration; docs/fidelity.md 1.2.1. */
export const handleEvents = (pod: PodState, turn: PodTurn, events: readonly LifecycleEvent[]): void => {
  for (const event of events) {
    if (event.kind === 'died') {
      sendPreStopToDead(pod, turn, event.id);
      removeSurplus(pod, turn, event.id);
    }
    if (event.kind !== 'removed' && pod.pod !== undefined) updatePod(pod, turn, { type: 'sync', pod: pod.pod });
  }
};

/** A mutant: PreStop for a container that nobody killed. */
const sendPreStopToDead = (pod: PodState, turn: PodTurn, id: string): void => {
  if (pod.features.mutants['prestop-on-self-exit'] !== true || killOf(pod, id) !== undefined) return;
  const name = pod.pleg.status?.containers.find((instance) => instance.id === id)?.name;
  if (name !== undefined && pod.worker.terminatingAt === undefined) sendPreStop(pod, turn, name, id);
};

const addressOf = (status: RuntimePodStatus): string | undefined =>
  status.sandboxes.find((sandbox) => sandbox.ready)?.ip;

/** Whether the runtime has nothing of a pod. */
export const isGone = (status: RuntimePodStatus): boolean =>
  status.sandboxes.length === 0 && status.containers.length === 0;

const lifecycleEvents = (before: RuntimePodStatus, after: RuntimePodStatus): LifecycleEvent[] => {
  const events: LifecycleEvent[] = [];
  if (before === after) return events;
  const look = (id: string, old: PlegState | undefined, state: PlegState): void => {
    if (old === state) return;
    if (state === 'running') events.push({ kind: 'started', id });
    else if (state === 'exited') events.push({ kind: 'died', id });
  };
  for (const sandbox of after.sandboxes) look(sandbox.id, sandboxState(before, sandbox.id), stateOf(sandbox));
  for (const { id, state } of after.containers) look(id, containerState(before, id), state);
  for (const sandbox of before.sandboxes)
    if (sandboxState(after, sandbox.id) === undefined) gone(events, sandbox.id, stateOf(sandbox));
  for (const { id, state } of before.containers) if (containerState(after, id) === undefined) gone(events, id, state);
  return events;
};

type PlegState = 'created' | 'running' | 'exited';

const gone = (events: LifecycleEvent[], id: string, state: PlegState): void => {
  if (state !== 'exited') events.push({ kind: 'died', id });
  events.push({ kind: 'removed', id });
};

const stateOf = (sandbox: SandboxStatus): PlegState => (sandbox.ready ? 'running' : 'exited');

const sandboxState = (status: RuntimePodStatus, id: string): PlegState | undefined => {
  const found = status.sandboxes.find((sandbox) => sandbox.id === id);
  return found === undefined ? undefined : stateOf(found);
};

const containerState = (status: RuntimePodStatus, id: string): PlegState | undefined =>
  status.containers.find((instance) => instance.id === id)?.state;

/** Whether nothing of the pod needs to be kept for its restarts. *Source:* pod_workers.go, ShouldPodContentBeRemoved. */
export const contentMayGo = (pod: PodState): boolean =>
  pod.worker.forgotten || pod.worker.evicted || (pod.worker.deleted && pod.worker.terminatedAt !== undefined);

/** Dead instances beyond the newest one go. *Source:* pkg/kubelet/pod_container_deletor.go; docs/fidelity.md 1.11. */
const removeSurplus = (pod: PodState, turn: PodTurn, died: string): void => {
  const all = contentMayGo(pod);
  const status = pod.pleg.status;
  if (status === undefined) return;
  const name = status.containers.find((instance) => instance.id === died)?.name;
  if (name === undefined && !all) return;
  const dead = status.containers.filter((instance) => instance.state === 'exited' && (all || instance.name === name));
  removeInstances(pod, turn, all ? dead : dead.slice(DEAD_INSTANCES_KEPT));
};

/** Removes instances that the runtime still has. */
export const removeInstances = (pod: PodState, turn: PodTurn, instances: readonly InstanceStatus[]): void => {
  const gone = instances.filter((instance) => pod.runtime.containers.some((each) => each.id === instance.id));
  if (gone.length === 0) return;
  for (const instance of gone) ask(pod, turn, { kind: 'remove-container', id: instance.id });
  // The runtime's own report of it comes within this instant; until then nothing is removed twice.
  pod.runtime = {
    sandboxes: pod.runtime.sandboxes,
    containers: pod.runtime.containers.filter((each) => !gone.some((instance) => instance.id === each.id)),
    foreseen: pod.runtime.foreseen,
  };
};
