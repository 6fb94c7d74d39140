import { containerOfFieldPath } from '../history/pod-parts.ts';
import { isRunning, killCause, knownInstance, openKill } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always, expectation } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** SIGTERM gives the process the time that it needs. */
export const exitsBeforeSigkill: Invariant<null> = expectation(
  always(
    {
      id: 'exits-before-sigkill',
      sentence: 'A container that is told to stop exits by itself, before SIGKILL.',
      source:
        'kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (termination of Pods); pkg/kubelet/kuberuntime/kuberuntime_container.go, v1.36',
      explain: `What it means: after the PreStop hook the container gets its stop signal, and what is left of the grace period (whole seconds, at least 2 s) to exit. Then it is killed.

Why it matters: SIGKILL cannot be handled. Requests in flight are cut, files may be half written, locks stay taken until they expire.

How to fix it: make terminationGracePeriodSeconds larger than the PreStop hook and the shutdown of the application together; see to it that the application receives SIGTERM at all (a shell as process 1 does not pass it on: use exec) and stops in the time that it has.`,
    },
    ['signal/SIGKILL', 'container/exited'],
    (fact, context) => {
      const found = knownInstance(context.history, fact.pod, fact.container);
      if (found === undefined) return undefined;
      if (fact.kind === 'container') return fact.cause === 'SIGTERM' ? kept : undefined;
      const kill = openKill(context.history, found.instance);
      if (kill?.stop === undefined) return undefined;
      const told = found.instance.sigtermAt ?? kill.stop.at;
      return broken(
        found.life.name,
        found.instance.id,
        `${found.instance.container} is killed by SIGKILL ${seconds(context.at - kill.at)} after its stop began: ${seconds(context.at - told)} after SIGTERM it still runs.`,
      );
    },
  ),
);

/** Sidecars stop after what they serve. */
export const sidecarOutlivesApp: Invariant<null> = expectation(
  always(
    {
      id: 'sidecar-outlives-app',
      sentence: 'A sidecar is told to stop only when the regular containers of its pod are gone.',
      source:
        'kubernetes.io/docs/concepts/workloads/pods/sidecar-containers; pkg/kubelet/kuberuntime/kuberuntime_termination_order.go, v1.36',
      explain: `What it means: init containers with restartPolicy Always are stopped after the regular containers, the last one first, but only as long as the grace period lasts: it is one budget that runs for all containers from the same moment. When it is used up, all that is left is told to stop at about the same time.

Why it matters: an application that still drains loses its proxy, its log shipper or its secrets before it is done.

How to fix it: make terminationGracePeriodSeconds larger than the PreStop hook and the shutdown of the slowest regular container, and leave time for the sidecars after it. Sidecars that are regular containers are not ordered at all: make them init containers with restartPolicy Always.`,
    },
    ['signal/SIGTERM'],
    (fact, context) => {
      const found = knownInstance(context.history, fact.pod, fact.container);
      if (found === undefined || found.life.parts.get(found.instance.container)?.role !== 'sidecar') return undefined;
      if (openKill(context.history, found.instance)?.cause !== 'pod') return undefined;
      const app = found.life.instances.find(
        (other) => isRunning(other) && found.life.parts.get(other.container)?.role === 'regular',
      );
      if (app === undefined) return kept;
      return broken(
        found.life.name,
        found.instance.id,
        `The sidecar ${found.instance.container} is told to stop while ${app.container} still runs: the grace period is used up.`,
      );
    },
  ),
);

/** No container is killed because a probe failed. */
export const notKilledByProbe: Invariant<null> = expectation(
  always(
    {
      id: 'not-killed-by-probe',
      sentence: 'No container is killed because its liveness or startup probe failed.',
      source:
        'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions), v1.36; kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes',
      explain: `What it means: a container whose liveness or startup probe fails failureThreshold times in a row is stopped (with its PreStop hook) and, unless its restart policy forbids it, started again.

Why it matters: a probe that is too strict turns a slow start or a moment of load into an outage: each restart makes the others slower.

How to fix it: give a slow start a startup probe with enough periods; make the liveness probe test the process itself, and not what it depends on; raise timeoutSeconds and failureThreshold.`,
    },
    ['event/Killing', 'probe/liveness', 'probe/startup'],
    (fact, context) => {
      if (fact.kind === 'probe') return kept;
      const cause = killCause(fact.message);
      if (cause !== 'liveness' && cause !== 'startup') return undefined;
      const name = containerOfFieldPath(fact.fieldPath);
      const age = context.history.lives
        .get(fact.pod)
        ?.instances.findLast((instance) => instance.container === name)?.runningAt;
      const when = age === undefined ? '' : `, ${seconds(context.at - age)} after it was started`;
      return broken(fact.pod, name, `${name ?? 'A container'} is killed because its ${cause} probe failed${when}.`);
    },
  ),
);
