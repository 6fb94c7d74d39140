import type { Micros } from '@simlet/core';
import type { CriFact } from '@simlet/kubelet';
import type { Instance, Life, SandboxLife } from './history.ts';
import { findInstance, killBegunBy, livesOf, newestOf } from './lookup.ts';
import { containerName } from './pod-parts.ts';
import { addInstance, dropInstance, forgetIfGone, lifeFor, putInstance, putLife } from './store.ts';
import type { Store } from './store.ts';

/** Adds a call to the container runtime. */
export function advanceCri(store: Store, fact: CriFact, at: Micros): void {
  noteProgress(store, fact, at);
  switch (fact.call) {
    case 'RunPodSandbox':
    case 'StopPodSandbox':
    case 'RemovePodSandbox':
      return advanceSandbox(store, fact, at);
    case 'CreateContainer':
      return advanceCreate(store, fact, at);
    case 'StartContainer':
      return change(store, fact, (instance) => start(instance, fact, at));
    case 'StopContainer':
      return change(store, fact, (instance, life) => stop(store, life, instance, fact, at));
    case 'RemoveContainer':
      return advanceRemove(store, fact);
    case 'PullImage':
      return;
  }
}

function noteProgress(store: Store, fact: CriFact, at: Micros): void {
  const life = fact.pod === undefined ? undefined : store.lives.get(fact.pod);
  if (life !== undefined) putLife(store, { ...life, lastProgressAt: at });
}

function change(store: Store, fact: CriFact, changed: (instance: Instance, life: Life) => Instance): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found !== undefined) putInstance(store, found.life, changed(found.instance, found.life));
}

function advanceSandbox(store: Store, fact: CriFact, at: Micros): void {
  if (fact.pod === undefined) return;
  if (fact.call === 'RunPodSandbox' && fact.phase === 'begin') {
    const life = store.lives.get(fact.pod);
    if (life === undefined) return;
    const begun: SandboxLife = { serial: life.sandbox.serial + 1, startedAt: at, stopping: false };
    return putLife(store, { ...life, sandbox: fact.sandbox === undefined ? begun : { ...begun, name: fact.sandbox } });
  }
  for (const life of livesOf(store, fact.pod)) {
    if (life.sandbox.name !== fact.sandbox) continue;
    putLife(store, { ...life, sandbox: sandboxAfter(life, fact, at) });
    forgetIfGone(store, life.name);
  }
}

function sandboxAfter(life: Life, fact: CriFact, at: Micros): SandboxLife {
  if (fact.call === 'StopPodSandbox') {
    if (fact.phase === 'begin') return { ...life.sandbox, stopping: true };
    const lost = fact.result === 'ok' ? { lostAt: life.sandbox.lostAt ?? at } : {};
    return { ...life.sandbox, ...lost, stopping: false };
  }
  const failed = fact.call === 'RunPodSandbox' && fact.result !== 'ok';
  return failed || fact.call === 'RemovePodSandbox'
    ? { ...life.sandbox, lostAt: life.sandbox.lostAt ?? at }
    : life.sandbox;
}

function advanceCreate(store: Store, fact: CriFact, at: Micros): void {
  if (fact.container === undefined) return;
  if (fact.phase === 'begin') {
    const life = lifeFor(store, fact.pod, fact.container);
    if (life === undefined) return;
    return addInstance(store, life, {
      id: fact.container,
      container: containerName(fact.container),
      life: life.serial,
      sandbox: life.sandbox.serial,
      attempt: fact.attempt,
      generation: store.kubelet.generation,
      createBeganAt: at,
      preStops: 0,
      removed: false,
    });
  }
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  if (fact.result === 'ok') return putInstance(store, found.life, { ...found.instance, createdAt: at });
  // A creation that failed or was cut short left nothing, and its number may be given again.
  dropInstance(store, found.life, fact.container);
}

function advanceRemove(store: Store, fact: CriFact): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  const { life, instance } = found;
  const recordLost = life.recordLost || newestOf(life, instance.container)?.id === instance.id;
  putInstance(store, { ...life, recordLost }, { ...instance, removed: true });
}

function start(instance: Instance, fact: CriFact, at: Micros): Instance {
  if (fact.phase === 'begin') return { ...instance, startBeganAt: at };
  return fact.result === 'error' ? { ...instance, startFailed: true } : instance;
}

function stop(store: Store, life: Life, instance: Instance, fact: CriFact, at: Micros): Instance {
  if (fact.phase === 'begin') {
    const kill = killBegunBy(store, life, instance, at);
    return { ...instance, kill: { ...kill, stop: { at, timeoutSeconds: fact.timeoutSeconds ?? 0 } } };
  }
  const kill = instance.kill;
  if (kill?.stop === undefined) return instance;
  const result = fact.result === undefined ? {} : { result: fact.result };
  const failed = fact.result === 'ok' ? {} : { stopFailedAt: at };
  return { ...instance, ...failed, kill: { ...kill, stop: { ...kill.stop, endedAt: at, ...result } } };
}
