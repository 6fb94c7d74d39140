import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactContainerStatus, Fact, ProbeFact, StatusFact } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import { isTakenOver, knownInstance, knownLife, replacesKilled } from '../history/lookup.ts';
import type { Instance } from '../history/history.ts';
import type { Found } from '../history/lookup.ts';
import { failureThresholdOf } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { allContainers } from './phase.ts';
import { mayStopProbing } from './probe-continuity.ts';

/** What the readiness probes of the newest instance of a container have said so far. */
interface Said {
  readonly instance: string;
  /** Successes in a row with which the instances before it ended: the worker counts on from them, as `lastResult` and `resultRun` show. */
  readonly inherited: number;
  /** As many successes in a row as it needs came at some time. */
  readonly succeeded: boolean;
  readonly successes: number;
  readonly failures: number;
  /** Since when the successes, or the failures, in a row are enough. */
  readonly enoughAt: Micros | undefined;
}
/** By container, and so by probe worker. */
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
  facts: ['probe/readiness', 'status', 'kubelet'],
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
  if (fact.kind !== 'probe' || !isDecided(fact)) return state;
  const found = knownInstance(context.history, fact.pod, fact.container);
  const probe = probeOf(found);
  if (found === undefined || probe === undefined) return state;
  const before = saidOf(state, found.instance);
  const ok = fact.outcome === 'ok';
  const successes = ok ? before.successes + 1 : 0;
  const failures = ok ? 0 : before.failures + 1;
  const inherited = ok ? before.inherited : 0;
  const enough = successes >= (probe.successThreshold ?? 1) || failures >= failureThresholdOf(probe);
  const goesOn = ok ? before.successes > 0 : before.failures > 0;
  const enoughAt = enough ? ((goesOn ? before.enoughAt : undefined) ?? context.at) : undefined;
  const succeeded = before.succeeded || (ok && inherited + successes >= (probe.successThreshold ?? 1));
  const { id: instance, container } = found.instance;
  return new Map(state).set(container, { instance, inherited, succeeded, successes, failures, enoughAt });
}

/** What is known of an instance; of a new one, what the successes before it count for. */
function saidOf(state: SaidOf, { id, container }: Instance): Said {
  const last = state.get(container);
  if (last?.instance === id) return last;
  const inherited = last === undefined ? 0 : last.inherited + last.successes;
  return { instance: id, inherited, succeeded: false, successes: 0, failures: 0, enoughAt: undefined };
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

/** An instance that is shown as it is now, where the kubelet judges it by nothing but its own probes. */
function probed(pod: string, id: string, context: Context): Instance | undefined {
  const { history } = context;
  const found = knownInstance(history, pod, id);
  const probe = probeOf(found);
  if (found === undefined || probe === undefined || found.instance.exited !== undefined) return undefined;
  const { life, instance } = found;
  if (mayStopProbing(life, context)) return undefined;
  return isTakenOver(history, life, instance) || replacesKilled(history, life, instance) ? undefined : instance;
}

function judgeReady(
  state: SaidOf,
  pod: string,
  { id = '' }: CompactContainerStatus,
  context: Context,
): Finding | undefined {
  const instance = probed(pod, id, context);
  if (instance === undefined) return undefined;
  const said = saidOf(state, instance);
  if (!said.succeeded) return broken(pod, id, `${id} was reported as ready before its readiness probe had succeeded.`);
  return isOver(said, said.failures, context) ? stillShown(pod, id, 'ready', 'failed', said, context) : kept;
}

/** What the API shows when the next probe comes. */
function judgeShown(state: SaidOf, fact: ProbeFact, context: Context): Finding | undefined {
  const instance = probed(fact.pod, fact.container, context);
  if (instance === undefined) return undefined;
  const said = saidOf(state, instance);
  const status = knownLife(context.history, fact.pod)?.status;
  const shown = status === undefined ? undefined : allContainers(status).find(({ id }) => id === fact.container);
  if (shown?.state !== 'running' || shown.started !== true) return undefined;
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
