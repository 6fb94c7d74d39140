import { MILLISECOND, SECOND } from '@simlet/core';
import type { EventFact, ProbeFact } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import { mayDropEvent } from '../history/event-budget.ts';
import type { Instance, Life } from '../history/history.ts';
import { addressed, isTakenOver, killCause, knownInstance, knownLife, replacesKilled } from '../history/lookup.ts';
import { containerName, containerOfFieldPath, failureThresholdOf } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { forgetRemoved } from '../forget-removed.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';

const worker = 'pkg/kubelet/prober/worker.go (doProbe), v1.36';

function probeOf(life: Life, container: string, name: ProbeFact['probe']): Probe | undefined {
  const spec = life.parts.get(container)?.container;
  if (name === 'startup') return spec?.startupProbe;
  return name === 'liveness' ? spec?.livenessProbe : spec?.readinessProbe;
}

/**
 * The instance that was probed, if all that the kubelet knows of it is its own. A command that found no process is none:
 * a dead instance is shown as running until the sync that replaces it is over, and may pass as started meanwhile, because
 * the one that takes its place answers requests in its name.
 */
function ownInstance(
  fact: ProbeFact,
  { history }: Context,
): { readonly life: Life; readonly instance: Instance } | undefined {
  const found = fact.outcome === 'notRunning' ? undefined : knownInstance(history, fact.pod, fact.container);
  if (found === undefined || isTakenOver(history, found.life, found.instance)) return undefined;
  // A command is for one instance, a request reaches the one that listens.
  const stray = fact.handler !== 'exec' && replacesKilled(history, found.life, found.instance);
  return stray ? undefined : found;
}

/** S22, STARTUP-GATE. */
export const startupGate: Invariant<null> = always(
  {
    id: 'startup-gates-probes',
    sentence: 'A container with a startup probe is probed for liveness and readiness only after that probe succeeded.',
    source: `${worker}; kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes`,
  },
  ['probe/liveness', 'probe/readiness'],
  (fact, context) => {
    const found = ownInstance(fact, context);
    if (found === undefined || probeOf(found.life, found.instance.container, 'startup') === undefined) return undefined;
    const beganAt = context.at - fact.durMs * MILLISECOND;
    if (found.instance.startupOkAt !== undefined && found.instance.startupOkAt <= beganAt) return kept;
    // A kill of the pod that failed is tried again: no worker of a startup probe is there then, which counts as started.
    if (found.instance.stopFailedAt !== undefined) return undefined;
    return broken(
      fact.pod,
      fact.container,
      `A ${fact.probe} probe of ${fact.container} ran before its startup probe had succeeded.`,
    );
  },
);

/** S22, PROBE-TARGET. */
export const startupProbeOver: Invariant<null> = always(
  {
    id: 'startup-probe-stops',
    sentence: 'After its startup probe succeeded a container gets no further startup probe.',
    source: worker,
  },
  ['probe/startup'],
  (fact, context) => {
    const found = ownInstance(fact, context);
    if (found === undefined) return undefined;
    if (found.instance.startupOkAt === undefined) return kept;
    return broken(
      fact.pod,
      fact.container,
      `A startup probe of ${fact.container} ran ${seconds(context.at - found.instance.startupOkAt)} after one had succeeded.`,
    );
  },
);

/** PROBE-TARGET. */
export const probeOnlyRunning: Invariant<null> = always(
  {
    id: 'probe-only-running',
    sentence: 'A probe of a container succeeds only while that container runs.',
    source: worker,
  },
  ['probe/startup/ok', 'probe/liveness/ok', 'probe/readiness/ok'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const { runningAt, exited } = found.instance;
    const beganAt = context.at - fact.durMs * MILLISECOND;
    if (runningAt !== undefined && runningAt <= context.at && (exited === undefined || exited.at >= beganAt))
      return kept;
    return broken(
      fact.pod,
      fact.container,
      `A ${fact.probe} probe of ${fact.container} succeeded though the container did not run.`,
    );
  },
);

/** PROBE-TIMEOUT. */
export const probeTimeout: Invariant<null> = always(
  {
    id: 'probe-timeout',
    sentence: 'A probe is over after its timeout.',
    source: 'pkg/kubelet/prober/prober.go (runProbe), v1.36',
  },
  ['probe'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    const probe = life === undefined ? undefined : probeOf(life, containerName(fact.container), fact.probe);
    if (probe === undefined) return undefined;
    const limit = (probe.timeoutSeconds ?? 1) * SECOND;
    if (fact.durMs * MILLISECOND <= limit) return kept;
    return broken(
      fact.pod,
      fact.container,
      `A ${fact.probe} probe of ${fact.container} took ${seconds(fact.durMs * MILLISECOND)}; its timeout is ${seconds(limit)}.`,
    );
  },
);

/** Failures in a row, by pod, container and probe, as probes say it and as their events do: one of them may be missing. */
type Runs = ReadonlyMap<string, { readonly probes: number; readonly events: number }>;

const FAILURES = (['startup', 'liveness', 'readiness'] as const).flatMap((probe) =>
  (['fail', 'timeout', 'containerExited', 'notRunning'] as const).map(
    (outcome) => `probe/${probe}/${outcome}` as const,
  ),
);

/** THRESHOLD. */
export const probeThreshold: Invariant<Runs> = {
  id: 'probe-threshold',
  sentence: 'A container is killed for a probe only after as many failures in a row as the failure threshold says.',
  kind: 'always',
  standing: 'kubernetes',
  source: worker,
  facts: ['probe', 'event/Unhealthy', 'event/Killing', 'kubelet', 'api/delete'],
  // A success leaves a row of none.
  begins: ['event', ...FAILURES],
  start: () => new Map(),
  step(state, fact, context): Step<Runs> {
    // What a kubelet that dies has sent may still arrive at that instant.
    if (fact.kind === 'kubelet') return { state: fact.event === 'started' ? new Map() : state, findings: [] };
    if (fact.kind === 'probe') return { state: counted(state, fact), findings: [] };
    if (fact.kind === 'api') return { state: forgetRemoved(state, fact), findings: [] };
    if (fact.kind !== 'event') return { state, findings: [] };
    const finding = judgeKill(state, fact, context);
    return {
      state: afterKill(announced(state, fact), fact),
      findings: finding === undefined ? [] : [finding],
    };
  },
  finish: () => [],
};

function counted(runs: Runs, fact: ProbeFact): Runs {
  if (fact.outcome === 'canceled' || fact.outcome === 'kubeletStop') return runs;
  const key = `${fact.pod}/${containerName(fact.container)}/${fact.probe}`;
  const { probes, events } = runs.get(key) ?? { probes: 0, events: 0 };
  return new Map(runs).set(key, fact.outcome === 'ok' ? { probes: 0, events: 0 } : { probes: probes + 1, events });
}

function announced(runs: Runs, fact: EventFact): Runs {
  const probe = /^(Startup|Liveness) probe /.exec(fact.message)?.[1]?.toLowerCase();
  if (fact.reason !== 'Unhealthy' || probe === undefined) return runs;
  const key = `${fact.pod}/${containerOfFieldPath(fact.fieldPath) ?? ''}/${probe}`;
  const { probes, events } = runs.get(key) ?? { probes: 0, events: 0 };
  return new Map(runs).set(key, { probes, events: events + 1 });
}

/** The failures that have had a container killed do not count again. */
function afterKill(runs: Runs, fact: EventFact): Runs {
  const cause = fact.reason === 'Killing' ? killCause(fact.message) : undefined;
  if (cause !== 'liveness' && cause !== 'startup') return runs;
  const key = `${fact.pod}/${containerOfFieldPath(fact.fieldPath) ?? ''}/${cause}`;
  return new Map([...runs].filter(([other]) => other !== key));
}

function judgeKill(runs: Runs, fact: EventFact, context: Context): Finding | undefined {
  const cause = fact.reason === 'Killing' ? killCause(fact.message) : undefined;
  const container = containerOfFieldPath(fact.fieldPath);
  if ((cause !== 'liveness' && cause !== 'startup') || container === undefined) return undefined;
  const life = knownLife(context.history, fact.pod);
  if (life === undefined || life.removed !== undefined) return undefined;
  const probe = probeOf(life, container, cause);
  if (probe === undefined)
    return broken(fact.pod, container, `${container} was killed for a ${cause} probe that it does not have.`);
  const { probes, events } = runs.get(`${fact.pod}/${container}/${cause}`) ?? { probes: 0, events: 0 };
  const failures = Math.max(probes, events);
  const threshold = failureThresholdOf(probe);
  if (failures >= threshold) return kept;
  // A kill that failed is tried again for the same verdict.
  if (addressed(life, container)?.stopFailedAt !== undefined) return undefined;
  // A request that finds no network is seen by nobody, and the client may drop the event of its failure.
  if (life.sandbox.lostAt !== undefined) return undefined;
  if (life.sandbox.serial > 0 && mayDropEvent(context.history, life, 'Warning')) return undefined;
  return broken(
    fact.pod,
    container,
    `${container} was killed after ${failures} failures of its ${cause} probe in a row; its failure threshold is ${threshold}.`,
  );
}

/** LIVENESS-OFF. */
export const noProbeKillWhileTerminating: Invariant<null> = always(
  {
    id: 'no-probe-kill-while-terminating',
    sentence: 'Once the kubelet has begun to end a pod, no liveness or startup probe causes a kill in it.',
    source: 'pkg/kubelet/kubelet.go (SyncTerminatingPod: StopLivenessAndStartup), v1.36',
  },
  ['event/Killing'],
  (fact, context) => {
    const cause = killCause(fact.message);
    const terminating = knownLife(context.history, fact.pod)?.terminating;
    if (terminating?.generation !== context.history.kubelet.generation) return cause === 'pod' ? kept : undefined;
    if (cause !== 'liveness' && cause !== 'startup') return kept;
    return broken(
      fact.pod,
      containerOfFieldPath(fact.fieldPath),
      `A ${cause} probe caused a kill ${seconds(context.at - terminating.at)} after the end of the pod had begun.`,
    );
  },
);
