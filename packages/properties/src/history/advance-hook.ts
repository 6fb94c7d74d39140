import type { Micros } from '@simlet/core';
import type { HookFact } from '@simlet/kubelet';
import type { HookRun, Instance } from './history.ts';
import { hookFailed } from './hook-result.ts';
import { addressed, findInstance, killWithPreStop, livesOf } from './lookup.ts';
import type { Found } from './lookup.ts';
import { containerName } from './pod-parts.ts';
import { putInstance } from './store.ts';
import type { Store } from './store.ts';

/** Adds the start or the end of a hook to its instance, and a PreStop to the kill that it belongs to. */
export function advanceHook(store: Store, fact: HookFact, at: Micros): void {
  const found = findInstance(store, fact.pod, fact.container) ?? findAddressed(store, fact);
  if (found === undefined) return;
  const next = fact.phase === 'start' ? begun(store, found, fact, at) : ended(store, found, fact, at);
  putInstance(store, { ...found.life, lastProgressAt: at }, next);
}

/** A hook that found nothing to run in names the container only. */
function findAddressed(store: Store, fact: HookFact): Found | undefined {
  for (const life of livesOf(store, fact.pod)) {
    const instance = addressed(life, containerName(fact.container));
    if (instance !== undefined) return { life, instance };
  }
  return undefined;
}

function begun(store: Store, { instance }: Found, fact: HookFact, at: Micros): Instance {
  const run: HookRun = {
    handler: fact.handler,
    generation: store.kubelet.generation,
    startedAt: at,
    delivery: fact.delivery ?? 0,
    failed: false,
  };
  if (fact.hook === 'postStart') return { ...instance, postStart: run };
  // A second hook of one kill is a fault that an invariant reports; the kill keeps the newest.
  const kill = killWithPreStop(store, instance, at);
  return { ...instance, preStops: instance.preStops + 1, lastPreStop: run, kill: { ...kill, preStop: run } };
}

function ended(store: Store, { instance }: Found, fact: HookFact, at: Micros): Instance {
  const outcome = fact.outcome === undefined ? {} : { outcome: fact.outcome };
  const end = { endedAt: at, failed: hookFailed(fact, store.scenario), ...outcome };
  if (fact.hook === 'postStart') {
    return instance.postStart === undefined ? instance : { ...instance, postStart: { ...instance.postStart, ...end } };
  }
  if (fact.outcome === 'notRunning') {
    return { ...instance, kill: { ...killWithPreStop(store, instance, at), preStopFoundNothing: true } };
  }
  const { kill, lastPreStop } = instance;
  if (lastPreStop === undefined || lastPreStop.delivery !== (fact.delivery ?? 0)) return instance;
  const over: Instance = { ...instance, lastPreStop: { ...lastPreStop, ...end } };
  const ofKill = kill?.preStop?.delivery === lastPreStop.delivery ? kill : undefined;
  return ofKill === undefined ? over : { ...over, kill: { ...ofKill, preStop: { ...lastPreStop, ...end } } };
}
