import type { Scenario } from '@simlet/cluster';
import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { behaviourOf } from './behaviour-of.ts';
import type { History, Life } from './history.ts';
import { openKill } from './lookup.ts';

/** Longer than any call, pull or resync of a pod that goes on, with its jitter. */
export const STANDSTILL: Micros = 150 * SECOND;

/** Whether what the API shows, or what the kubelet hears of it, may be late by more than a moment. */
export function statusesLag({ faults }: Scenario): boolean {
  return faults?.lag === true || faults?.statusWrites === true;
}

/** The same where every call of the runtime takes the time that it says. */
const BRIEF: Micros = 15 * SECOND;

/** How long a pod may be still that has something to be done, and a worker that is free to do it. */
export function patience({ faults }: Scenario): Micros {
  const isCalm =
    faults?.runtime !== true && faults?.runtimeCrash !== true && faults?.lag !== true && faults?.lostAnswers !== true;
  return isCalm ? BRIEF : STANDSTILL;
}

/** Whether at `at`, or less than `margin` before it, there was no runtime to ask. */
export function isWithoutRuntime({ outage }: History, at: Micros, margin: Micros): boolean {
  return outage !== undefined && at >= outage.from && at - (outage.to ?? at) <= margin;
}

/** Whether there was no runtime to ask at some time since `since`. */
export function wasWithoutRuntime({ outage }: History, since: Micros): boolean {
  return outage !== undefined && (outage.to ?? since) >= since;
}

/** Whether the kubelet waits for an answer that is lost, as it does for minutes. */
export function awaitsAnswer(life: Life, { history }: { readonly history: History }): boolean {
  return history.scenario.faults?.lostAnswers === true && life.callsUnderWay > 0;
}

/** Whether the worker of a pod has a reason to do nothing: a call that it waits for, a hook that runs, a kill that is under way, or a pull that is slow. */
export function isHeldUp(life: Life, { history, at }: { readonly history: History; readonly at: Micros }): boolean {
  const slow = [...life.parts.keys()].some((name) => {
    return (behaviourOf(history.scenario, life.name, name).pullMs ?? 0) * MILLISECOND > STANDSTILL / 4;
  });
  return (
    slow ||
    isWithoutRuntime(history, at, STANDSTILL) ||
    awaitsAnswer(life, { history }) ||
    life.instances.some((instance) => {
      const hook = instance.postStart;
      const runs = hook !== undefined && hook.endedAt === undefined && hook.generation === history.kubelet.generation;
      return runs || openKill(history, instance) !== undefined;
    })
  );
}
