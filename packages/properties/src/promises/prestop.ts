import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Scenario } from '@simlet/cluster';
import { behaviourOf } from '../history/behaviour-of.ts';
import type { HookRun, Instance, Life } from '../history/history.ts';
import { knownInstance, openKill } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always, expectation } from '../rule.ts';
import { roughSeconds, seconds } from '../seconds.ts';

/** How long a PreStop hook needs, as far as the manifest or the scenario says so; undefined where it hangs or is not known. */
function needs(scenario: Scenario, life: Life, instance: Instance, run: HookRun): Micros | undefined {
  const handler = life.parts.get(instance.container)?.container.lifecycle?.preStop;
  if (handler?.sleep !== undefined) return handler.sleep.seconds * SECOND;
  const deliveries = behaviourOf(scenario, life.name, instance.id).preStop;
  const ms = deliveries?.[Math.min(run.delivery, deliveries.length - 1)]?.ms;
  return ms === undefined || ms === null ? undefined : ms * MILLISECOND;
}

/** Every PreStop hook that began ends by itself. */
export const preStopCompletes: Invariant<null> = expectation(
  always(
    {
      id: 'prestop-completes',
      sentence: 'A PreStop hook that began is not cut off by the grace period.',
      source:
        'kubernetes.io/docs/concepts/containers/container-lifecycle-hooks (the grace period counts the hook and the stop together); pkg/kubelet/kuberuntime/kuberuntime_container.go, v1.36',
      explain: `What it means: the kubelet waits for a PreStop hook only as long as the grace period (terminationGracePeriodSeconds, or what the deletion asked for). When that time is over it abandons the hook, sends the stop signal while the hook still runs, and sends SIGKILL 2 s later.

Why it matters: whatever the hook had still to do (drain connections, hand over a lease, write its state) is not done, there is no event that says so, and the application gets 2 s to stop instead of its grace period.

How to fix it: make terminationGracePeriodSeconds larger than the longest hook plus the time that the application needs after SIGTERM, or make the hook shorter. Somebody who deletes with a shorter --grace-period, and an eviction, can still cut it off.`,
    },
    ['cri/StopContainer/begin', 'hook/preStop/end'],
    (fact, context) => {
      const found = knownInstance(context.history, fact.pod, fact.container);
      const kill = found === undefined ? undefined : openKill(context.history, found.instance);
      const run = kill?.preStop;
      if (found === undefined || kill === undefined || run === undefined) return undefined;
      if (fact.kind === 'hook') {
        const ends = fact.outcome === 'ok' || fact.outcome === 'fail';
        return ends && kill.stop === undefined ? kept : undefined;
      }
      if (run.endedAt !== undefined) return undefined;
      const { life, instance } = found;
      const time = needs(context.scenario, life, instance, run);
      const cut = context.at - run.startedAt;
      // Milliseconds say something only where they decide.
      const told = time === undefined ? '' : time - cut > SECOND ? roughSeconds(time) : seconds(time);
      const need = time === undefined ? 'does not end by itself in time' : `needs ${told}`;
      return broken(
        life.name,
        instance.id,
        `The PreStop hook of ${instance.container} ${need}, but is cut off after ${seconds(cut)}, and the container gets ${fact.timeoutSeconds ?? 0} s from SIGTERM to SIGKILL.`,
      );
    },
  ),
);

/** Each container is given its PreStop hook at most once. */
export const preStopOnce: Invariant<null> = expectation(
  always(
    {
      id: 'prestop-once',
      sentence: 'A container gets its PreStop hook at most once.',
      source:
        'kubernetes.io/docs/concepts/containers/container-lifecycle-hooks (hook delivery guarantees: at least once); pkg/kubelet/pod_workers.go, v1.36',
      explain: `What it means: PreStop is delivered at least once, not exactly once. A kubelet that restarts while a pod is being stopped (an upgrade of the node is enough) knows nothing of the hook that ran before, and runs it again from its beginning, with a full grace period. A kill that failed is tried again the same way.

Why it matters: a hook that is not safe to repeat (it moves a file, deregisters from a service and fails when that is done already, takes a lock) fails the second time or does harm, and the stop takes longer than the grace period.

How to fix it: make the hook idempotent: test whether the work is done already and exit 0 then.`,
    },
    ['hook/preStop/start'],
    (fact, context) => {
      const found = knownInstance(context.history, fact.pod, fact.container);
      const last = found?.instance.lastPreStop;
      if (found === undefined || last === undefined) return kept;
      const restarted = last.generation !== context.history.kubelet.generation;
      const why = restarted
        ? 'the kubelet restarted in between and does not know of it'
        : 'the kill before had failed and is tried again';
      const times = found.instance.preStops === 1 ? 'a second time' : `${found.instance.preStops + 1} times`;
      return broken(
        found.life.name,
        found.instance.id,
        `The PreStop hook of ${found.instance.container} is delivered ${times}, ${seconds(context.at - last.startedAt)} after the delivery before: ${why}.`,
      );
    },
  ),
);
