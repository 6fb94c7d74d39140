import {
  DEAD_INSTANCES_KEPT,
  FIRST_GARBAGE_COLLECTION,
  FIRST_HOUSEKEEPING,
  GARBAGE_COLLECTION_PERIOD,
} from '../constants.ts';
import { leapTo } from '../foresight.ts';
import { ask, nextCall } from './calls.ts';
import { nextGridPoint } from './grid.ts';
import { contentMayGo, removeInstances } from './pleg.ts';
import { restsUntil } from './rest.ts';
import type { PodState, PodTurn } from './state.ts';

const hasDead = (pod: PodState): boolean =>
  pod.runtime.containers.some((instance) => instance.state !== 'running') ||
  pod.runtime.sandboxes.some((sandbox) => !sandbox.ready);

/** Collections that find nothing are left out; their times are those of the periodic one. */
export const armGarbageCollection = (pod: PodState, turn: PodTurn): void => {
  if (pod.timers.garbage !== undefined || !hasDead(pod)) return;
  const next = nextGridPoint(pod.kubeletStart + FIRST_GARBAGE_COLLECTION, GARBAGE_COLLECTION_PERIOD, turn.now);
  const at = leapTo(next, GARBAGE_COLLECTION_PERIOD, restsUntil(pod, turn.now));
  pod.timers.garbage = turn.after(at - turn.now, { kind: 'collect-garbage' });
};

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_gc.go; docs/fidelity.md 1.11. */
export const collectGarbage = (pod: PodState, turn: PodTurn): void => {
  pod.timers.garbage = undefined;
  const all = mayGo(pod, turn);
  const dead = pod.runtime.containers.filter((instance) => instance.state !== 'running');
  const surplus = dead.filter((instance) => {
    if (all) return true;
    const sameName = dead.filter((each) => each.name === instance.name);
    return sameName.indexOf(instance) >= DEAD_INSTANCES_KEPT;
  });
  removeInstances(pod, turn, surplus);
  for (const sandbox of all ? pod.runtime.sandboxes : pod.runtime.sandboxes.slice(1)) {
    const used = pod.runtime.containers.some((instance) => instance.sandbox === sandbox.id);
    if (!sandbox.ready && !used) removeSandbox(pod, turn, sandbox.id);
  }
  armGarbageCollection(pod, turn);
};

const removeSandbox = (pod: PodState, turn: PodTurn, sandbox: string): void => {
  // The real collector stops a sandbox before it removes it, in case nobody did.
  ask(pod, turn, { kind: 'stop-sandbox', call: nextCall(pod, { kind: 'collect' }), sandbox });
  ask(pod, turn, { kind: 'remove-sandbox', sandbox });
  const { sandboxes, containers, foreseen } = pod.runtime;
  pod.runtime = { sandboxes: sandboxes.filter((each) => each.id !== sandbox), containers, foreseen };
};

/** What belongs to no pod goes too, once the kubelet knows all its pods. */
const mayGo = (pod: PodState, turn: PodTurn): boolean => {
  if (pod.pod === undefined && pod.worker.startedAt === undefined)
    return turn.now >= pod.kubeletStart + FIRST_HOUSEKEEPING;
  return contentMayGo(pod);
};
