import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactContainerStatus, Fact, ProbeFact, StatusFact } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import { isTakenOver, knownInstance, replacesKilled } from '../history/lookup.ts';
import type { Found } from '../history/lookup.ts';
import { failureThresholdOf } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { allContainers } from './phase.ts';
import { mayStopProbing } from './probe-continuity.ts';

/** What the readiness probes of one instance have said so far. */
interface Said {
  /** As many successes in a row as it needs came at some time. */
  readonly succeeded: boolean;
  readonly successes: number;
  readonly failures: number;
  readonly at: Micros;
}
/** By pod and instance, of those that run. */
type SaidOf = ReadonlyMap<string, Said>;

/** From the verdict of a probe to the status that tells of it. */
const STATUS_LAG: Micros = 500 * MILLISECOND;

/** READY-TRUTH: the probes decide. */
export const readyByProbe: Invariant<SaidOf> = {
  id: 'ready-by-probe',
  sentence:
    'A container with a readiness probe is reported as ready only after that probe succeeded often enough, and no longer once it has failed often enough.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/prober/worker.go (doProbe), pkg/kubelet/prober/prober_manager.go (UpdatePodStatus), v1.36',
  facts: ['probe', 'status', 'container', 'kubelet'],
  start: () => new Map(),
  step(state, fact, context): Step<SaidOf> {
    // What a kubelet that dies has sent may still arrive at that instant.
    if (fact.kind === 'kubelet') return { state: fact.event === 'started' ? new Map() : state, findings: [] };
    if (fact.kind === 'status') return { state, findings: judgeStatus(state, fact, context) };
    return { state: heard(state, fact, context), findings: [] };
  },
  finish: () => [],
};

function heard(state: SaidOf, fact: Fact, context: Context): SaidOf {
  if (fact.kind === 'container' && fact.event === 'exited') {
    const next = new Map(state);
    next.delete(`${fact.pod}/${fact.container}`);
    return next;
  }
  if (fact.kind !== 'probe' || fact.probe !== 'readiness' || !isDecided(fact)) return state;
  const probe = probeOf(knownInstance(context.history, fact.pod, fact.container));
  if (probe === undefined) return state;
  const key = `${fact.pod}/${fact.container}`;
  const before = state.get(key) ?? { succeeded: false, successes: 0, failures: 0, at: 0 };
  const ok = fact.outcome === 'ok';
  const successes = ok ? before.successes + 1 : 0;
  const succeeded = before.succeeded || successes >= (probe.successThreshold ?? 1);
  return new Map(state).set(key, { succeeded, successes, failures: ok ? 0 : before.failures + 1, at: context.at });
}

function isDecided({ outcome }: ProbeFact): boolean {
  return outcome === 'ok' || outcome === 'fail' || outcome === 'timeout';
}

function probeOf(found: Found | undefined): Probe | undefined {
  return found?.life.parts.get(found.instance.container)?.container.readinessProbe;
}

function judgeStatus(state: SaidOf, fact: StatusFact, context: Context): readonly Finding[] {
  return allContainers(fact.status).flatMap((status): readonly Finding[] => {
    const finding = status.ready && status.id !== undefined ? judgeReady(state, fact.pod, status, context) : undefined;
    return finding === undefined ? [] : [finding];
  });
}

function judgeReady(
  state: SaidOf,
  pod: string,
  { id = '' }: CompactContainerStatus,
  context: Context,
): Finding | undefined {
  const { history, at } = context;
  const found = knownInstance(history, pod, id);
  const probe = probeOf(found);
  if (found === undefined || probe === undefined || found.instance.exited !== undefined) return undefined;
  const { life, instance } = found;
  if (mayStopProbing(life, context)) return undefined;
  if (isTakenOver(history, life, instance) || replacesKilled(history, life, instance)) return undefined;
  const said = state.get(`${pod}/${id}`);
  if (said?.succeeded !== true)
    return broken(pod, id, `${id} was reported as ready before its readiness probe had succeeded.`);
  if (said.failures < failureThresholdOf(probe) || at - said.at <= STATUS_LAG) return kept;
  const since = seconds(at - said.at);
  return broken(pod, id, `${id} was reported as ready ${since} after its readiness probe had failed often enough.`);
}
