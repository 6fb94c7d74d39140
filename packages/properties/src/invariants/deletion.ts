import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ApiFact, ContainerBehaviour, Fact } from '@simlet/kubelet';
import { behaviourOf } from '../history/behaviour-of.ts';
import type { Life } from '../history/history.ts';
import { allLives, isRunning, knownInstance, knownLife, livesOf } from '../history/lookup.ts';
import { graceSecondsOf } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { isTerminal } from './phase.ts';

const statusManager = 'pkg/kubelet/status/status_manager.go (canBeDeleted), v1.36';

/** The pod that the kubelet removes from the API with this fact, where it is sure which one it is. */
function removedByKubelet(fact: ApiFact, context: Context): Life | undefined {
  if (fact.by !== 'kubelet' || fact.result !== 'removed') return undefined;
  return knownLife(context.history, fact.pod);
}

/** S20, REMOVE-AFTER-STOP. */
export const removedAfterStop: Invariant<null> = always(
  {
    id: 'removed-after-stop',
    sentence:
      'The kubelet removes a deleted pod from the API only after its last container exited and its final phase was written.',
    source: statusManager,
  },
  ['api/delete'],
  (fact, context) => {
    const life = removedByKubelet(fact, context);
    if (life === undefined) return undefined;
    const alive = life.instances.find(isRunning);
    if (alive !== undefined)
      return broken(fact.pod, alive.id, `The pod was removed from the API while ${alive.id} still ran.`);
    const phase = life.status?.phase;
    if (context.history.minor >= 27 && !isTerminal(phase)) {
      return broken(fact.pod, undefined, `The pod was removed from the API in phase ${phase ?? 'unknown'}.`);
    }
    return kept;
  },
);

/** S20: the kubelet never deletes what nobody asked it to delete (static and mirror pods apart). */
export const removedOnlyOnRequest: Invariant<null> = always(
  {
    id: 'removed-only-on-request',
    sentence: 'The kubelet removes from the API only pods whose deletion was requested.',
    source: statusManager,
  },
  ['api/delete'],
  (fact, context) => {
    const life = removedByKubelet(fact, context);
    if (life === undefined) return undefined;
    if (life.requests.some((request) => request.kind === 'deletion')) return kept;
    return broken(fact.pod, undefined, 'The kubelet removed the pod from the API though nobody had deleted it.');
  },
);

/** S27. */
export const deletionOnlyShortens: Invariant<null> = always(
  {
    id: 'deletion-only-shortens',
    sentence: 'The deletion grace period of a pod in the API never grows.',
    source: 'staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go (BeforeDelete), v1.36',
  },
  ['api/delete'],
  (fact, context) => {
    if (fact.deletionGracePeriodSeconds === undefined) return undefined;
    const before = knownLife(context.history, fact.pod)?.requests.findLast((request) => request.kind === 'deletion');
    if (before === undefined) return undefined;
    if (fact.deletionGracePeriodSeconds <= before.seconds) return kept;
    return broken(
      fact.pod,
      undefined,
      `The deletion grace period grew from ${before.seconds} s to ${fact.deletionGracePeriodSeconds} s.`,
    );
  },
);

/** EVENTUALLY-GONE, L1 to L3. */
export const deletedPodGone: Invariant<null> = {
  id: 'deleted-pod-gone',
  sentence: 'A deleted pod is gone in the end: no container of it runs, and its object has left the API.',
  kind: 'eventually',
  standing: 'kubernetes',
  source:
    'pkg/kubelet/pod_workers.go, pkg/kubelet/status/status_manager.go; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle',
  explain: `What it means: once a pod is deleted, its containers are stopped and its object leaves the API, also when the kubelet crashed on the way.

Why it matters: a pod that stays in Terminating keeps its name, its volumes and its address; a StatefulSet does not replace it, and a node cannot be drained.

How to fix it: the usual cause is a PostStart hook or an image pull that never ends, because nothing interrupts them, not even a deletion. Bound the time of PostStart hooks.`,
  facts: ['api/delete', 'container/exited'],
  start: () => null,
  step: (state, fact, context) => ({ state, findings: goneWith(fact, context) ? [kept] : [] }),
  finish: (_state, context) => allLives(context.history).flatMap((life) => judgeDeleted(context, life)),
};

/** Whether the last of a deleted pod goes with this fact: its object, or its last container. */
function goneWith(fact: Fact, context: Context): boolean {
  if (fact.kind === 'api') {
    const life = fact.result === 'removed' ? knownLife(context.history, fact.pod) : undefined;
    return life !== undefined && !life.instances.some(isRunning);
  }
  if (fact.kind !== 'container') return false;
  const found = knownInstance(context.history, fact.pod, fact.container);
  if (found === undefined || found.life.removed === undefined) return false;
  return !found.life.instances.some((instance) => isRunning(instance) && instance.id !== fact.container);
}

function judgeDeleted(context: Context, life: Life): readonly Finding[] {
  const deleted = life.requests.some((request) => request.kind === 'deletion');
  if (!deleted && life.removed === undefined) return [];
  const alive = life.instances.find(isRunning);
  if (life.removed !== undefined && alive === undefined && !hasSandbox(life)) return [];
  if (!context.history.kubelet.up) return [];
  const since = Math.max(
    life.lastProgressAt,
    context.history.kubelet.startedAt,
    ...life.requests.map((request) => request.at),
  );
  const patience = patienceFor(context, life);
  if (patience === undefined || context.at - since < patience) return [];
  const left = life.removed === undefined ? 'is still in the API' : 'still has its sandbox';
  const what = alive === undefined ? left : `still has ${alive.id} running`;
  return [
    broken(
      life.name,
      alive?.id,
      `The deleted pod ${what}, and nothing has happened to it for ${seconds(context.at - since)}.`,
    ),
  ];
}

/** Whether the sandbox of a pod is known to be there still. */
function hasSandbox({ sandbox, overlapped }: Life): boolean {
  return !overlapped && sandbox.serial >= 0 && sandbox.lostAt === undefined;
}

/**
 * How long a deleted pod may be still before something happens to it: its longest single step, the longest back-off
 * between two tries, and a minute. Undefined: a step hangs for ever, and then the real kubelet waits for ever too.
 */
export function patienceFor(context: Context, life: Life): Micros | undefined {
  const grace = Math.max(graceSecondsOf(life.pod), ...life.requests.map((request) => request.seconds));
  let longest = (grace + 3) * SECOND;
  // Where a pod of the same name was made in between, what its worker waits for may be taken for a container of that one.
  for (const instance of livesOf(context.history, life.name).flatMap(({ instances }) => instances)) {
    const behaviour = behaviourOf(context.scenario, life.name, instance.id);
    const run = instance.postStart;
    if (run !== undefined && run.endedAt === undefined) {
      const hook = behaviour.postStart?.[Math.min(run.delivery, behaviour.postStart.length - 1)];
      if (run.handler !== 'sleep' && hook?.ms === null) return undefined;
      longest = Math.max(longest, (hook?.ms ?? 0) * MILLISECOND);
    }
    longest = Math.max(longest, slowestCall(behaviour) * MILLISECOND);
  }
  for (const part of life.parts.values()) {
    const sleep = part.container.lifecycle?.postStart?.sleep?.seconds ?? 0;
    longest = Math.max(
      longest,
      sleep * SECOND,
      slowestCall(behaviourOf(context.scenario, life.name, part.container.name)) * MILLISECOND,
    );
  }
  return longest + 60 * SECOND + 60 * SECOND;
}

function slowestCall(behaviour: ContainerBehaviour): number {
  return Math.max(behaviour.pullMs ?? 400, behaviour.createMs ?? 30, behaviour.startMs ?? 40);
}
