import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { killCause, knownLife } from '../history/lookup.ts';
import type { Life } from '../history/history.ts';
import { containerOfFieldPath } from '../history/pod-parts.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { seconds } from '../seconds.ts';

/** What the worker of a pod waits for, and when it last began or ended a call. */
interface Work {
  /** Calls of the runtime and hooks that have begun and not ended. */
  readonly open: readonly string[];
  readonly lastAt: Micros;
}

const IDLE: Work = { open: [], lastAt: -1 };
/** A sync that was asked for before waits for a relist, changes nothing, and has the end of the pod wait for the next. */
const AT_MOST: Micros = 2_200 * MILLISECOND;
/** A kubelet that has started knows all its pods by then. */
const LOOPS_TURN: Micros = 3_000 * MILLISECOND;

/** L1. */
export const endBeginsSoon: Invariant<Work> = {
  id: 'end-begins-soon',
  sentence: 'A pod that nothing is done for at the moment begins to be ended within 2.2 s of the request.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/pod_workers.go (UpdatePod, podWorkerLoop: GetNewerThan), pkg/kubelet/pleg/generic.go, v1.36',
  facts: ['cri', 'hook', 'event', 'kubelet'],
  start: () => IDLE,
  step(state, fact, context): Step<Work> {
    if (fact.kind === 'kubelet') return { state: { open: [], lastAt: context.at }, findings: [] };
    if (fact.kind !== 'event') return { state: worked(state, fact, context.at), findings: [] };
    const finding = judgeKill(state, fact, context);
    return { state, findings: finding === undefined ? [] : [finding] };
  },
  finish: () => [],
};

function worked(state: Work, fact: Fact, at: Micros): Work {
  const name = callOf(fact);
  if (name === undefined || (fact.kind !== 'cri' && fact.kind !== 'hook')) return state;
  const others = state.open.filter((each) => each !== name);
  const begins = fact.phase === 'begin' || fact.phase === 'start';
  return { open: begins ? [...others, name] : others, lastAt: at };
}

function callOf(fact: Fact): string | undefined {
  if (fact.kind === 'cri') return `${fact.call} ${fact.container ?? fact.sandbox ?? fact.image ?? ''}`;
  return fact.kind === 'hook' ? `${fact.hook} ${fact.container}` : undefined;
}

function judgeKill(state: Work, fact: Extract<Fact, { kind: 'event' }>, context: Context): Finding | undefined {
  if (fact.reason !== 'Killing' || killCause(fact.message) !== 'pod') return undefined;
  const life = knownLife(context.history, fact.pod);
  const request = life?.requests[0];
  if (life === undefined || request === undefined || !isForeseeable(life, context)) return undefined;
  // What was under way when the request came, or has begun since, comes first.
  if (state.open.length > 0 || state.lastAt >= request.at) return undefined;
  // Without a runtime no relist succeeds, and the end waits for one.
  const waited = context.at - Math.max(request.at, context.history.outage?.to ?? 0);
  if (waited <= AT_MOST) return kept;
  const container = containerOfFieldPath(fact.fieldPath);
  return broken(fact.pod, container, `The end of the pod began ${seconds(waited)} after it was asked for.`);
}

/** The kubelet heard of the request when it was made. */
function isForeseeable({ requests, sandbox }: Life, { history, scenario }: Context): boolean {
  const [first] = requests;
  if (first === undefined || first.kind === 'shutdown' || first.generation !== history.kubelet.generation) return false;
  if (scenario.faults?.lostAnswers === true || statusesLag(scenario) || (scenario.runtime?.watchMs ?? 0) > 100)
    return false;
  return first.at - history.kubelet.startedAt >= LOOPS_TURN && sandbox.lostAt === undefined && sandbox.serial === 0;
}
