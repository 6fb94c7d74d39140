import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { gracesOf } from '../history/grace.ts';
import type { Instance, Life } from '../history/history.ts';
import { mayDropEvent } from '../history/event-budget.ts';
import { isRunning, killBegunBy, knownInstance, openKill } from '../history/lookup.ts';
import { isWithoutRuntime } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { atEachStop } from './stop-begun.ts';

const killContainer = 'pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer), v1.36';

function preStopOf(life: Life, instance: Instance): boolean {
  return life.parts.get(instance.container)?.container.lifecycle?.preStop !== undefined;
}

/** S9, PRESTOP-BEFORE-TERM. */
export const stopAfterPreStop: Invariant<null> = atEachStop(
  {
    id: 'stop-after-prestop',
    sentence:
      'A container is told to stop only after its PreStop hook ended or the grace period of the kill was used up.',
    source: `${killContainer}; kubernetes.io/docs/concepts/containers/container-lifecycle-hooks`,
  },
  ({ life, instance, kill }, context) => {
    if (kill.preStop === undefined) return undefined;
    if (kill.preStop.endedAt !== undefined) return kept;
    const grace = gracesOf(context.history, life, instance, kill).shortest;
    const waited = context.at - kill.at;
    if (waited >= grace * SECOND) return kept;
    return broken(
      life.name,
      instance.id,
      `${instance.id} was told to stop ${seconds(waited)} after its PreStop began, while the hook still ran and its grace of ${grace} s was not used up.`,
    );
  },
);

/** A PreStop that is over, or whose time is over, is followed by the stop at once; part of S8. */
export const preStopBoundedByGrace: Invariant<null> = always(
  {
    id: 'prestop-bounded-by-grace',
    sentence: 'The kubelet waits for a PreStop hook no longer than the grace period of the kill.',
    source: killContainer,
  },
  ['cri/StopContainer/begin', 'hook/preStop/end'],
  (fact, context) => {
    if (fact.kind === 'hook' && fact.outcome === 'notRunning') return undefined;
    const found = knownInstance(context.history, fact.pod, fact.container);
    const kill = found === undefined ? undefined : openKill(context.history, found.instance);
    if (found === undefined || kill?.preStop === undefined || kill.stop !== undefined) return undefined;
    const grace = gracesOf(context.history, found.life, found.instance, kill).longestHook;
    const waited = (kill.preStop.endedAt ?? context.at) - kill.at;
    if (waited <= grace * SECOND) return kept;
    return broken(
      found.life.name,
      found.instance.id,
      `The kubelet waited ${seconds(waited)} for the PreStop of ${found.instance.id}, longer than its grace of ${grace} s.`,
    );
  },
);

/** S7, PRESTOP-CAUSE: one direction. */
export const preStopOnlyOnRunning: Invariant<null> = always(
  {
    id: 'prestop-only-on-running',
    sentence: 'A PreStop hook is delivered only to a container that runs, or ran when the kubelet last looked.',
    source: `${killContainer}; pkg/kubelet/kuberuntime/kuberuntime_manager.go (killPodWithSyncResult)`,
  },
  ['hook/preStop/start'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined || isRunning(found.instance)) return kept;
    const { instance, life } = found;
    const exit = instance.exited;
    // Only a sleep needs nothing to run in; it may begin on what exited since the status was taken.
    if (exit !== undefined && fact.handler === 'sleep' && wasSeenRunning(context, life, exit.at)) return kept;
    const when = exit === undefined ? 'that never ran' : `that had exited ${seconds(context.at - exit.at)} before`;
    return broken(life.name, instance.id, `PreStop was delivered to ${instance.id}, ${when}.`);
  },
);

/** An exit may be unknown to the kubelet until the next relist, and while the worker of the pod is busy. */
function wasSeenRunning(context: Context, life: Life, exitedAt: Micros): boolean {
  const lag = context.scenario.faults?.lag === true ? 10 * SECOND : SECOND;
  const busy = life.instances.some((other) => {
    const stoppedAt = other.kill?.stop?.endedAt;
    return (
      stoppedAt !== undefined && stoppedAt >= exitedAt && other.kill?.generation === context.history.kubelet.generation
    );
  });
  const { outage } = context.history;
  // Nor is what exited after the last relist before the runtime died.
  const unheard =
    outage !== undefined && outage.from - exitedAt <= SECOND && isWithoutRuntime(context.history, context.at, SECOND);
  return busy || unheard || context.at - exitedAt <= lag + 10_000;
}

/** S7, the clause on the grace. */
export const preStopNeedsGrace: Invariant<null> = always(
  {
    id: 'prestop-needs-grace',
    sentence: 'A PreStop hook is delivered only by a kill whose grace period is above zero.',
    source: killContainer,
  },
  ['hook/preStop/start'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const grace = gracesOf(
      context.history,
      found.life,
      found.instance,
      killBegunBy(context.history, found.life, found.instance, context.at),
    );
    if (grace.longest > 0) return kept;
    return broken(
      found.life.name,
      found.instance.id,
      `PreStop of ${found.instance.id} was delivered by a kill without grace.`,
    );
  },
);

/** S7, the other direction; `delivered at least once` across restarts of the kubelet. */
export const preStopDelivered: Invariant<null> = atEachStop(
  {
    id: 'prestop-delivered',
    sentence:
      'Each kill with a grace above zero delivers the PreStop hook of a running container before it is told to stop.',
    explain: `What it means: whenever the kubelet stops a container that runs (deletion, eviction, a failed probe, a changed image), it delivers the PreStop hook first, also when it restarted in between. There is no hook when the container exits by itself, is killed for its memory, or when its pod object is gone before the kubelet saw the deletion (force deletion while the node was away).

Why it matters: hooks that drain or deregister have to run before the stop signal.

How to fix it: use a grace period above 0, and do not delete with --force --grace-period=0 while a node is away.`,
    source: `${killContainer}; kubernetes.io/docs/concepts/containers/container-lifecycle-hooks (at least once)`,
  },
  ({ life, instance, kill }, context) => {
    if (!preStopOf(life, instance)) return undefined;
    if (life.parts.get(instance.container)?.container.lifecycle?.preStop?.tcpSocket !== undefined) return undefined;
    if (gracesOf(context.history, life, instance, kill).shortest === 0 || !isRunning(instance)) return undefined;
    // What the kubelet has no object for it knows from the runtime only, and that knows no hooks.
    if (life.removed !== undefined) return undefined;
    if (kill.preStop !== undefined || kill.preStopFoundNothing === true) return kept;
    return broken(life.name, instance.id, `${instance.id} was told to stop without its PreStop hook.`);
  },
);

/** S16, PRESTOP-CAUSE: at most once for each instance and kubelet, but for a retry. */
export const preStopOncePerKill: Invariant<null> = always(
  {
    id: 'prestop-once-per-kill',
    sentence:
      'A second PreStop delivery to the same container has a restart of the kubelet or a failed kill before it.',
    source: `${killContainer}; pkg/kubelet/lifecycle/handlers.go (no retry)`,
  },
  ['hook/preStop/start'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    const last = found?.instance.lastPreStop;
    if (found === undefined || last === undefined) return kept;
    const generation = context.history.kubelet.generation;
    const { stopFailedAt } = found.instance;
    const retried = stopFailedAt !== undefined && stopFailedAt >= last.startedAt;
    if (last.generation !== generation || retried) return kept;
    return broken(
      found.life.name,
      found.instance.id,
      `PreStop was delivered again to ${found.instance.id}, ${seconds(context.at - last.startedAt)} after the last time, by the same kubelet.`,
    );
  },
);

/** HOOK-BOUND. */
export const execHookEndsWithContainer: Invariant<ReadonlyMap<string, Micros>> = {
  id: 'exec-hook-ends-with-container',
  sentence: 'An exec hook does not outlive the main process of its container.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'container runtime: the end of the first process of a PID namespace ends the others (pid_namespaces(7))',
  facts: ['container', 'hook', 'status', 'kubelet', 'cri'],
  begins: ['container/exited'],
  start: () => new Map(),
  step(state, fact, context) {
    if (fact.kind === 'container' && fact.event === 'exited') {
      const found = knownInstance(context.history, fact.pod, fact.container);
      if (found === undefined || !runsExec(found.instance)) return { state, findings: [] };
      return { state: new Map(state).set(`${fact.pod}/${fact.container}`, context.at), findings: [] };
    }
    const findings: Finding[] = [];
    let next = state;
    for (const [key, exitedAt] of state) {
      const hookEnds = fact.kind === 'hook' && fact.phase === 'end' && `${fact.pod}/${fact.container}` === key;
      if (!hookEnds && context.at === exitedAt) continue;
      const [pod = '', container = ''] = key.split('/');
      next = new Map([...next].filter(([other]) => other !== key));
      if (context.at === exitedAt) findings.push(kept);
      else
        findings.push(broken(pod, container, `An exec hook of ${container} still ran after its container had exited.`));
    }
    return { state: next, findings };
  },
  finish: () => [],
};

function runsExec(instance: Instance): boolean {
  return [instance.postStart, instance.lastPreStop].some((run) => run?.handler === 'exec' && run.endedAt === undefined);
}

/** S6. */
export const killAnnounced: Invariant<null> = always(
  {
    id: 'kill-announced',
    sentence: 'The Killing event of a container comes before its PreStop hook and its stop.',
    source: killContainer,
  },
  ['hook/preStop/start', 'cri/StopContainer/begin'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    if (killBegunBy(context.history, found.life, found.instance, context.at).announced) return kept;
    if (mayDropEvent(context.history, found.life, 'Normal')) return undefined;
    return broken(
      found.life.name,
      found.instance.id,
      `${found.instance.id} was stopped without a Killing event before.`,
    );
  },
);
