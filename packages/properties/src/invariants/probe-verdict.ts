import type { Micros } from '@simlet/core';
import type { Fact, ProbeFact } from '@simlet/kubelet';
import { isRunning, isTakenOver, knownInstance } from '../history/lookup.ts';
import { failureThresholdOf } from '../history/pod-parts.ts';
import { isHeldUp, patience } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { forgetRemoved } from '../forget-removed.ts';
import { seconds } from '../seconds.ts';
import { isTerminal } from './phase.ts';

interface Run {
  readonly failures: number;
  /** When the failures in a row became enough. */
  readonly enoughAt?: Micros;
}
/** By pod, instance and probe. */
type Runs = ReadonlyMap<string, Run>;

/** L6. */
export const failedProbeEndsContainer: Invariant<Runs> = {
  id: 'failed-probe-ends-container',
  sentence:
    'A container whose liveness or startup probe has failed as often as its threshold says does not run on for ever.',
  kind: 'eventually',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions), pkg/kubelet/prober/worker.go, v1.36',
  facts: ['probe/liveness', 'probe/startup', 'container/exited', 'kubelet', 'api', 'action'],
  begins: ['probe/liveness/fail', 'probe/liveness/timeout', 'probe/startup/fail', 'probe/startup/timeout'],
  start: () => new Map(),
  step(state, fact, context): Step<Runs> {
    if (fact.kind === 'kubelet') return { state: new Map(), findings: [] };
    if (fact.kind === 'action') return { state, findings: judgeAll(state, context) };
    if (fact.kind === 'api') return { state: forgetRemoved(state, fact), findings: judgeAll(state, context) };
    if (fact.kind === 'container') return exited(state, fact);
    if (fact.kind !== 'probe' || fact.handler !== 'exec') return { state, findings: [] };
    return { state: counted(state, fact, context), findings: [] };
  },
  finish: judgeAll,
};

function judgeAll(state: Runs, context: Context): readonly Finding[] {
  return [...state].flatMap(([key, run]) => judgeRunning(key, run, context));
}

function exited(state: Runs, fact: Extract<Fact, { kind: 'container' }>): Step<Runs> {
  const prefix = `${fact.pod}/${fact.container}/`;
  const own = [...state].filter(([key]) => key.startsWith(prefix));
  const rest = new Map([...state].filter(([key]) => !key.startsWith(prefix)));
  return { state: rest, findings: own.some(([, { enoughAt }]) => enoughAt !== undefined) ? [kept] : [] };
}

function counted(state: Runs, fact: ProbeFact, context: Context): Runs {
  const found = knownInstance(context.history, fact.pod, fact.container);
  const spec = found?.life.parts.get(found.instance.container)?.container;
  const probe = fact.probe === 'liveness' ? spec?.livenessProbe : spec?.startupProbe;
  if (found === undefined || probe === undefined || isTakenOver(context.history, found.life, found.instance))
    return state;
  const decided = fact.outcome === 'ok' || fact.outcome === 'fail' || fact.outcome === 'timeout';
  if (!decided) return state;
  const key = `${fact.pod}/${fact.container}/${fact.probe}`;
  const failures = fact.outcome === 'ok' ? 0 : (state.get(key)?.failures ?? 0) + 1;
  const enough = failures >= failureThresholdOf(probe);
  const enoughAt = enough ? (state.get(key)?.enoughAt ?? context.at) : undefined;
  return new Map(state).set(key, enoughAt === undefined ? { failures } : { failures, enoughAt });
}

/** A container that runs on though its probe has failed, in a pod to which nothing has happened since. */
function judgeRunning(key: string, { enoughAt }: Run, context: Context): readonly Finding[] {
  const [pod = '', container = '', probe = ''] = key.split('/');
  const found = knownInstance(context.history, pod, container);
  if (found === undefined || enoughAt === undefined || !context.history.kubelet.up) return [];
  if (!isRunning(found.instance) || found.instance.kill !== undefined) return [];
  const { life } = found;
  if (life.requests.length > 0 || isTerminal(life.status?.phase) || isHeldUp(life, context)) return [];
  const ran = context.at - enoughAt;
  if (context.at - Math.max(enoughAt, life.lastProgressAt) <= patience(context.scenario)) return [];
  const message = `${container} still runs ${seconds(ran)} after its ${probe} probe had failed often enough.`;
  return [broken(pod, container, message)];
}
