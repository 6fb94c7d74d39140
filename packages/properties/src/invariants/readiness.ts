import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactContainerStatus, Fact, ProbeFact, StatusFact } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import { isTakenOver, knownInstance, knownLife, replacesKilled } from '../history/lookup.ts';
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
  /** Since when the successes, or the failures, in a row are enough. */
  readonly enoughAt: Micros | undefined;
}
/** By pod and instance, of those that run. */
type SaidOf = ReadonlyMap<string, Said>;

const NOTHING: Said = { succeeded: false, successes: 0, failures: 0, enoughAt: undefined };

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
  facts: ['probe/readiness', 'status', 'container/exited', 'kubelet'],
  begins: ['probe', 'status'],
  start: () => new Map(),
  step(state, fact, context): Step<SaidOf> {
    // What a kubelet that dies has sent may still arrive at that instant.
    if (fact.kind === 'kubelet') return { state: fact.event === 'started' ? new Map() : state, findings: [] };
    if (fact.kind === 'status') return { state, findings: judgeStatus(state, fact, context) };
    const late = fact.kind === 'probe' ? judgeShown(state, fact, context) : undefined;
    return { state: heard(state, fact, context), findings: late === undefined ? [] : [late] };
  },
  finish: () => [],
};

function heard(state: SaidOf, fact: Fact, context: Context): SaidOf {
  if (fact.kind === 'container') {
    const next = new Map(state);
    next.delete(`${fact.pod}/${fact.container}`);
    return next;
  }
  if (fact.kind !== 'probe' || !isDecided(fact)) return state;
  const probe = probeOf(knownInstance(context.history, fact.pod, fact.container));
  if (probe === undefined) return state;
  const key = `${fact.pod}/${fact.container}`;
  const before = state.get(key) ?? NOTHING;
  const ok = fact.outcome === 'ok';
  const successes = ok ? before.successes + 1 : 0;
  const failures = ok ? 0 : before.failures + 1;
  const enough = successes >= (probe.successThreshold ?? 1) || failures >= failureThresholdOf(probe);
  const goesOn = ok ? before.successes > 0 : before.failures > 0;
  const enoughAt = enough ? ((goesOn ? before.enoughAt : undefined) ?? context.at) : undefined;
  const succeeded = before.succeeded || successes >= (probe.successThreshold ?? 1);
  return new Map(state).set(key, { succeeded, successes, failures, enoughAt });
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

/** The probe of an instance that is shown as it is now, and that the kubelet judges by nothing else. */
function ownProbe(pod: string, id: string, context: Context): Probe | undefined {
  const { history } = context;
  const found = knownInstance(history, pod, id);
  const probe = probeOf(found);
  if (found === undefined || probe === undefined || found.instance.exited !== undefined) return undefined;
  const { life, instance } = found;
  if (mayStopProbing(life, context)) return undefined;
  return isTakenOver(history, life, instance) || replacesKilled(history, life, instance) ? undefined : probe;
}

function judgeReady(
  state: SaidOf,
  pod: string,
  { id = '' }: CompactContainerStatus,
  context: Context,
): Finding | undefined {
  const probe = ownProbe(pod, id, context);
  if (probe === undefined) return undefined;
  const said = state.get(`${pod}/${id}`) ?? NOTHING;
  if (!said.succeeded) return broken(pod, id, `${id} was reported as ready before its readiness probe had succeeded.`);
  return isOver(said, said.failures, context) ? stillShown(pod, id, 'ready', 'failed', said, context) : kept;
}

/** What the API shows when the next probe comes. */
function judgeShown(state: SaidOf, fact: ProbeFact, context: Context): Finding | undefined {
  if (ownProbe(fact.pod, fact.container, context) === undefined) return undefined;
  const said = state.get(`${fact.pod}/${fact.container}`);
  const status = knownLife(context.history, fact.pod)?.status;
  const shown = status === undefined ? undefined : allContainers(status).find(({ id }) => id === fact.container);
  if (said === undefined || shown?.state !== 'running' || shown.started !== true) return undefined;
  if (isOver(said, said.failures, context) && shown.ready)
    return stillShown(fact.pod, fact.container, 'ready', 'failed', said, context);
  if (isOver(said, said.successes, context) && !shown.ready)
    return stillShown(fact.pod, fact.container, 'not ready', 'succeeded', said, context);
  return undefined;
}

/** Whether that many results in a row have been enough for long enough. */
function isOver({ enoughAt }: Said, results: number, { at, scenario }: Context): boolean {
  if (scenario.faults?.statusWrites === true) return false;
  return results > 0 && enoughAt !== undefined && at - enoughAt > STATUS_LAG;
}

function stillShown(pod: string, id: string, shown: string, how: string, said: Said, context: Context): Finding {
  const since = seconds(context.at - (said.enoughAt ?? context.at));
  return broken(pod, id, `${id} was reported as ${shown} ${since} after its readiness probe had ${how} often enough.`);
}
