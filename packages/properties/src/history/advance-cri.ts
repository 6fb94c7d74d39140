import type { Micros } from '@simlet/core';
import type { CriFact } from '@simlet/kubelet';
import type { Instance, Life, SandboxLife } from './history.ts';
import { findInstance, killBegunBy, livesOf, newestOf } from './lookup.ts';
import { containerName } from './pod-parts.ts';
import { addInstance, dropInstance, forgetIfGone, lifeFor } from './store.ts';
import type { Store, StoredInstance } from './store.ts';

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
      return start(findInstance(store, fact.pod, fact.container)?.instance, fact, at);
    case 'StopContainer':
      return stop(store, fact, at);
    case 'RemoveContainer':
      return advanceRemove(store, fact);
    case 'PullImage':
      return;
  }
}

function noteProgress(store: Store, fact: CriFact, at: Micros): void {
  const life = fact.pod === undefined ? undefined : store.lives.get(fact.pod);
  if (life === undefined) return;
  life.lastProgressAt = at;
  if (fact.phase === 'begin') life.callsUnderWay += 1;
  else if (fact.phase === 'end') life.callsUnderWay = Math.max(0, life.callsUnderWay - 1);
}

function advanceSandbox(store: Store, fact: CriFact, at: Micros): void {
  if (fact.pod === undefined) return;
  if (fact.call === 'RunPodSandbox' && fact.phase === 'begin') {
    const life = store.lives.get(fact.pod);
    if (life === undefined) return;
    const begun: SandboxLife = { serial: life.sandbox.serial + 1, startedAt: at, stopping: false };
    life.sandbox = fact.sandbox === undefined ? begun : { ...begun, name: fact.sandbox };
    return;
  }
  for (const life of livesOf(store, fact.pod)) {
    if (life.sandbox.name !== fact.sandbox) continue;
    life.sandbox = sandboxAfter(life, fact, at);
    forgetIfGone(store, life.name);
  }
}

function sandboxAfter(life: Life, fact: CriFact, at: Micros): SandboxLife {
  if (fact.call === 'StopPodSandbox') {
    if (fact.phase === 'begin') return { ...life.sandbox, stopping: true };
    const lost = fact.result === 'ok' || fact.result === 'lost' ? { lostAt: life.sandbox.lostAt ?? at } : {};
    return { ...life.sandbox, ...lost, stopping: false };
  }
  const failed = fact.call === 'RunPodSandbox' && fact.result !== 'ok' && fact.result !== 'lost';
  return failed || fact.call === 'RemovePodSandbox'
    ? { ...life.sandbox, lostAt: life.sandbox.lostAt ?? at }
    : life.sandbox;
}

function advanceCreate(store: Store, fact: CriFact, at: Micros): void {
  if (fact.container === undefined) return;
  if (fact.phase === 'begin') {
    const life = lifeFor(store, fact.pod, fact.container);
    if (life === undefined) return;
    return addInstance(life, instanceOf(fact.container, life, fact.attempt, store.kubelet.generation, at));
  }
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  if (fact.result === 'ok') found.instance.createdAt = at;
  else if (fact.result === 'lost') {
    // It has made its container, or will.
    found.instance.createdAt = at;
    found.instance.creationLost = true;
  }
  // A creation that failed or was cut short left nothing, and its number may be given again.
  else dropInstance(found.life, fact.container);
}

function advanceRemove(store: Store, fact: CriFact): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  const { life, instance } = found;
  life.recordLost ||= newestOf(life, instance.container)?.id === instance.id;
  instance.removed = true;
}

/** An instance of which nothing is known but that it is being created. */
const instanceOf = (id: string, life: Life, attempt: number | undefined, generation: number, at: Micros): Instance => ({
  id,
  container: containerName(id),
  life: life.serial,
  sandbox: life.sandbox.serial,
  attempt,
  generation,
  createBeganAt: at,
  createdAt: undefined,
  creationLost: false,
  startBeganAt: undefined,
  startFailed: undefined,
  runningAt: undefined,
  unstartedSince: undefined,
  exited: undefined,
  postStart: undefined,
  kill: undefined,
  preStops: 0,
  lastPreStop: undefined,
  stopFailedAt: undefined,
  sigtermAt: undefined,
  sigkillAt: undefined,
  startupOkAt: undefined,
  foundUnstartedBy: undefined,
  removed: false,
});

function start(instance: StoredInstance | undefined, fact: CriFact, at: Micros): void {
  if (instance === undefined) return;
  if (fact.phase === 'begin') instance.startBeganAt = at;
  else if (fact.result === 'error') instance.startFailed = true;
}

function stop(store: Store, fact: CriFact, at: Micros): void {
  const found = findInstance(store, fact.pod, fact.container);
  if (found === undefined) return;
  const { life, instance } = found;
  if (fact.phase === 'begin') {
    const kill = killBegunBy(store, life, instance, at);
    instance.kill = { ...kill, stop: { at, timeoutSeconds: fact.timeoutSeconds ?? 0 } };
    return;
  }
  const kill = instance.kill;
  if (kill?.stop === undefined) return;
  const result = fact.result === undefined ? {} : { result: fact.result };
  if (fact.result !== 'ok') instance.stopFailedAt = at;
  instance.kill = { ...kill, stop: { ...kill.stop, endedAt: at, ...result } };
}
