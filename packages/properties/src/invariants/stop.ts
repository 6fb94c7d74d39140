import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { gracesOf } from '../history/grace.ts';
import type { Instance, Kill, Life } from '../history/history.ts';
import { allLives, isOverlapped, isRunning, killBegunBy, knownInstance, openKill } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds, wholeSeconds } from '../seconds.ts';
import { atEachStop } from './stop-begun.ts';

const killContainer = 'pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer), v1.36';

/** Whether the kills of the pod are ordered: only pods with sidecars, and only when the whole pod is killed. */
function isOrdered(life: Life, instance: Instance, kill: Kill): boolean {
  if (kill.cause !== 'pod' && kill.cause !== 'unknown') return false;
  return life.parts.get(instance.container)?.role === 'sidecar';
}

/** The timeouts that a StopContainer at `at` may carry, for each moment at which its kill may have begun. */
function possibleTimeouts(context: Context, life: Life, instance: Instance, kill: Kill): readonly number[] {
  const begun = kill.orAt === undefined ? [kill] : [kill, { ...kill, at: kill.orAt }];
  return begun.flatMap((each) => timeoutsOf(context, life, instance, each));
}

/** S8, with p the wait for the hook and w the one for other containers. */
function timeoutsOf(context: Context, life: Life, instance: Instance, kill: Kill): readonly number[] {
  const graces = gracesOf(context.history, life, instance, kill);
  return graces.seconds.flatMap((grace) => {
    const hook =
      kill.preStop === undefined ? 0 : Math.min((kill.preStop.endedAt ?? context.at) - kill.at, grace * SECOND);
    const afterHook = grace - wholeSeconds(hook);
    const ordering = isOrdered(life, instance, kill) ? Math.max(0, context.at - kill.at - hook) : 0;
    return [Math.max(graces.minimum, graces.deducts ? afterHook - wholeSeconds(ordering) : grace)];
  });
}

/** S8, BUDGET: the arithmetic of the grace period. */
export const stopTimeout: Invariant<null> = atEachStop(
  {
    id: 'stop-timeout',
    sentence:
      'The time a container gets after its stop signal is its grace less the whole seconds already waited, at least 2 s.',
    source: killContainer,
  },
  ({ life, instance, kill }, context, timeout) => {
    const possible = possibleTimeouts(context, life, instance, kill);
    if (possible.includes(timeout)) return kept;
    return broken(
      life.name,
      instance.id,
      `${instance.id} was given ${timeout} s after its stop signal, ${seconds(context.at - kill.at)} into the kill; ${[...new Set(possible)].join(' or ')} s were due.`,
    );
  },
);

/** S8, first half: the stop comes when the hook and the ordering allow it, and not later. */
export const stopWithoutDelay: Invariant<null> = atEachStop(
  {
    id: 'stop-without-delay',
    sentence:
      'A container that waits for no other is told to stop as soon as its PreStop hook ended or its grace is used up.',
    source: killContainer,
  },
  ({ life, instance, kill }, context) => {
    if (isOrdered(life, instance, kill)) return undefined;
    const graces = gracesOf(context.history, life, instance, kill);
    const endOfWait = kill.preStop === undefined ? kill.at : (kill.preStop.endedAt ?? context.at);
    const due = Math.min(endOfWait, kill.at + graces.longestHook * SECOND);
    if (context.at <= due) return kept;
    return broken(life.name, instance.id, `${instance.id} was told to stop ${seconds(context.at - due)} too late.`);
  },
);

/** S10, NOT-EARLY. */
export const killNotEarly: Invariant<null> = always(
  {
    id: 'sigkill-not-early',
    sentence: 'No container is killed by SIGKILL before its grace period is used up.',
    source: `${killContainer}; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (termination of Pods)`,
  },
  ['signal/SIGKILL'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const { life, instance } = found;
    const kill = openKill(context.history, instance);
    if (kill?.stop === undefined) {
      // The end of a sandbox takes with it what still runs: after a failed stop, or when the sandbox is replaced.
      if (life.sandbox.stopping || life.sandbox.lostAt !== undefined) return undefined;
      return broken(life.name, instance.id, `${instance.id} got SIGKILL though nobody stopped it.`);
    }
    const graces = gracesOf(context.history, life, instance, kill);
    const due = Math.max(
      kill.stop.at + kill.stop.timeoutSeconds * SECOND,
      (kill.orAt ?? kill.at) + Math.max(graces.minimum, graces.shortest) * SECOND,
    );
    if (context.at >= due) return kept;
    return broken(
      life.name,
      instance.id,
      `SIGKILL reached ${instance.id} ${seconds(context.at - kill.at)} after its kill began, ${seconds(due - context.at)} before its grace was used up.`,
    );
  },
);

/** S28. */
export const twoSecondsAfterSignal: Invariant<null> = always(
  {
    id: 'two-seconds-after-sigterm',
    sentence: 'Between the stop signal and SIGKILL a container has at least 2 s.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (minimumGracePeriodInSeconds), v1.36',
  },
  ['signal/SIGKILL'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found?.instance.sigtermAt === undefined) return undefined;
    if (found.life.sandbox.stopping || found.life.sandbox.lostAt !== undefined) return undefined;
    const had = context.at - found.instance.sigtermAt;
    const kill = killBegunBy(context.history, found.life, found.instance, context.at);
    if (had >= gracesOf(context.history, found.life, found.instance, found.instance.kill ?? kill).minimum * SECOND)
      return kept;
    return broken(
      found.life.name,
      found.instance.id,
      `${found.instance.id} had only ${seconds(had)} between SIGTERM and SIGKILL.`,
    );
  },
);

/** N36 as the runtime keeps it: one stop signal for each container. */
export const sigtermOnce: Invariant<null> = always(
  {
    id: 'sigterm-once',
    sentence: 'A container gets its stop signal once, and only from a StopContainer of the kubelet.',
    source: 'containerd internal/cri/server/container_stop.go (the signal is sent once for each container)',
  },
  ['signal/SIGTERM'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const { life, instance } = found;
    if (instance.sigtermAt !== undefined) return broken(life.name, instance.id, `${instance.id} got SIGTERM twice.`);
    if (openKill(context.history, instance)?.stop !== undefined) return kept;
    return broken(life.name, instance.id, `${instance.id} got SIGTERM though the kubelet did not stop it.`);
  },
);

/** The latest moment at which SIGKILL is due: S11, from what the arithmetic allows at most. */
function latest(context: Context, life: Life, instance: Instance, kill: Kill): Micros {
  const graces = gracesOf(context.history, life, instance, kill);
  const rounding = kill.preStop !== undefined && isOrdered(life, instance, kill) ? 3 : 2;
  const after = graces.deducts
    ? graces.longest + rounding
    : graces.longestHook + Math.max(graces.minimum, graces.longest);
  return kill.at + after * SECOND;
}

/** S11, BUDGET. */
export const killNotLate: Invariant<null> = {
  id: 'sigkill-not-late',
  sentence: 'A container is dead 2 s after its grace period at the latest (a sidecar with a PreStop hook 3 s).',
  kind: 'always',
  standing: 'kubernetes',
  source: killContainer,
  facts: ['container/exited', 'signal/SIGKILL'],
  start: () => null,
  step(state, fact, context) {
    const found = knownInstance(context.history, factPod(fact), factContainer(fact));
    const kill = found === undefined ? undefined : openKill(context.history, found.instance);
    // The death of the kubelet ends its kills; the next one begins anew.
    if (found === undefined || kill === undefined || !context.history.kubelet.up) return { state, findings: [] };
    return { state, findings: [inTime(context, found.life, found.instance, kill, fact.kind === 'container')] };
  },
  finish(_state, context) {
    const findings: Finding[] = [];
    for (const life of allLives(context.history).filter(({ name }) => !isOverlapped(context.history, name))) {
      for (const instance of life.instances) {
        const kill = openKill(context.history, instance);
        if (kill !== undefined && context.history.kubelet.up && isRunning(instance))
          findings.push(inTime(context, life, instance, kill, true));
      }
    }
    return findings.filter((finding) => finding.kind === 'broken');
  },
};

function inTime(context: Context, life: Life, instance: Instance, kill: Kill, dead: boolean): Finding {
  const killMs = context.scenario.runtime?.killMs ?? 10;
  const due = latest(context, life, instance, kill) + (dead ? killMs * 1_000 : 0);
  if (context.at <= due) return kept;
  return broken(
    life.name,
    instance.id,
    `${instance.id} was still alive ${seconds(context.at - kill.at)} after its kill began; ${seconds(due - kill.at)} is the most that its grace allows.`,
  );
}

function factPod(fact: { readonly pod?: string } | object): string | undefined {
  return 'pod' in fact ? fact.pod : undefined;
}

function factContainer(fact: { readonly container?: string } | object): string | undefined {
  return 'container' in fact ? fact.container : undefined;
}
