import type { Micros } from '@simlet/core';
import type { HookFact } from '@simlet/kubelet';
import type { HookRun } from './history.ts';
import { hookFailed } from './hook-result.ts';
import { addressed, findInstance, killWithPreStop, livesOf } from './lookup.ts';
import type { Found } from './lookup.ts';
import { containerName } from './pod-parts.ts';
import type { Store, StoredInstance, StoredLife } from './store.ts';

/** Adds the start or the end of a hook to its instance, and a PreStop to the kill that it belongs to. */
export function advanceHook(store: Store, fact: HookFact, at: Micros): void {
  const found = findInstance(store, fact.pod, fact.container) ?? findAddressed(store, fact);
  if (found === undefined) return;
  found.life.lastProgressAt = at;
  if (fact.phase === 'start') begun(store, found.instance, fact, at);
  else ended(store, found.instance, fact, at);
}

/** A hook that found nothing to run in names the container only; an instance of which nothing is known is none of the known ones. */
function findAddressed(store: Store, fact: HookFact): Found<StoredLife> | undefined {
  if (fact.container !== containerName(fact.container)) return undefined;
  for (const life of livesOf(store, fact.pod)) {
    const instance = addressed(life, containerName(fact.container));
    if (instance !== undefined) return { life, instance };
  }
  return undefined;
}

function begun(store: Store, instance: StoredInstance, fact: HookFact, at: Micros): void {
  const run: HookRun = {
    handler: fact.handler,
    generation: store.kubelet.generation,
    startedAt: at,
    delivery: fact.delivery ?? 0,
    failed: false,
  };
  if (fact.hook === 'postStart') {
    instance.postStart = run;
    return;
  }
  // A second hook of one kill is a fault that an invariant reports; the kill keeps the newest.
  instance.preStops += 1;
  instance.lastPreStop = run;
  instance.kill = { ...killWithPreStop(store, instance, at), preStop: run };
}

function ended(store: Store, instance: StoredInstance, fact: HookFact, at: Micros): void {
  const outcome = fact.outcome === undefined ? {} : { outcome: fact.outcome };
  const end = { endedAt: at, failed: hookFailed(fact, store.scenario), ...outcome };
  if (fact.hook === 'postStart') {
    if (instance.postStart !== undefined) instance.postStart = { ...instance.postStart, ...end };
    return;
  }
  if (fact.outcome === 'notRunning') {
    instance.kill = { ...killWithPreStop(store, instance, at), preStopFoundNothing: true };
    return;
  }
  const { kill, lastPreStop } = instance;
  if (lastPreStop === undefined || lastPreStop.delivery !== (fact.delivery ?? 0)) return;
  const over: HookRun = { ...lastPreStop, ...end };
  instance.lastPreStop = over;
  if (kill?.preStop?.delivery === lastPreStop.delivery) instance.kill = { ...kill, preStop: over };
}
