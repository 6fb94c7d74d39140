import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Fact, ProbeFact } from '@simlet/kubelet';
import type { Life, TerminationRequest } from '../history/history.ts';
import { isRunning, isTakenOver, knownInstance, knownLife } from '../history/lookup.ts';
import { failureThresholdOf } from '../history/pod-parts.ts';
import { isWithoutRuntime } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { isTerminal } from './phase.ts';

/** The workers of probes have found their pace again so long after the runtime is back. */
const PACE: Micros = 60 * SECOND;

/** When each running instance was last found ready or not, by pod and instance. */
type Decided = ReadonlyMap<string, Micros>;

/** From the end of one probe to the end of the next: a period, a timeout, and what rounding and notices take. */
const SLACK = SECOND;

/** PROBE-ALIVE. */
export const readinessStaysProbed: Invariant<Decided> = {
  id: 'readiness-stays-probed',
  sentence:
    'A running container in which a readiness command ran gets it again after each period, also while its pod is ended.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/prober/worker.go (doProbe), pkg/kubelet/kubelet.go (SyncTerminatingPod), v1.25 and later',
  facts: ['probe/readiness', 'container/exited', 'kubelet'],
  begins: ['probe'],
  needsRoutine: true,
  start: () => new Map(),
  step(state, fact, context): Step<Decided> {
    if (fact.kind === 'kubelet') return { state: new Map(), findings: [] };
    if (fact.kind !== 'probe' && fact.kind !== 'container') return { state, findings: [] };
    const key = `${fact.pod}/${fact.container}`;
    const ends = fact.kind === 'container';
    // A command that ends at the moment of the death of its kubelet is not repeated by it.
    const decides = fact.kind === 'probe' && isCommand(fact) && context.history.kubelet.up;
    if (!ends && !decides) return { state, findings: [] };
    const finding = judgeGap(state, key, fact.pod, fact.container, context);
    const next = new Map(state);
    if (ends) next.delete(key);
    else next.set(key, context.at);
    return { state: next, findings: finding === undefined ? [] : [finding] };
  },
  finish: (state, context) =>
    [...state.keys()].flatMap((key): readonly Finding[] => {
      const [pod = '', container = ''] = key.split('/');
      const found = knownInstance(context.history, pod, container);
      if (found === undefined || !isRunning(found.instance) || !context.history.kubelet.up) return [];
      const finding = judgeGap(state, key, pod, container, context);
      return finding === undefined ? [] : [finding];
    }),
};

/** A command reaches the instance that is meant; a request any instance that listens. */
function isCommand(fact: ProbeFact): boolean {
  return fact.handler === 'exec' && isDecided(fact);
}

function isDecided({ outcome }: ProbeFact): boolean {
  return outcome === 'ok' || outcome === 'fail' || outcome === 'timeout';
}

function judgeGap(state: Decided, key: string, pod: string, id: string, context: Context): Finding | undefined {
  const last = state.get(key);
  const found = knownInstance(context.history, pod, id);
  if (last === undefined || found === undefined || mayStopProbing(found.life, context)) return undefined;
  if (isTakenOver(context.history, found.life, found.instance)) return undefined;
  const probe = found.life.parts.get(found.instance.container)?.container.readinessProbe;
  if (probe === undefined) return undefined;
  const most = ((probe.periodSeconds ?? 10) + (probe.timeoutSeconds ?? 1)) * SECOND + SLACK;
  const gap = context.at - last;
  if (gap <= most) return kept;
  return broken(pod, id, `The readiness of ${id} was not probed for ${seconds(gap)} while it ran.`);
}

/**
 * The workers of a pod end with a terminal phase, which the kubelet knows before the API does, and find nothing to look at
 * once the object is gone. Before 1.25 readiness was not probed while a pod was ended, and 1.36 cancels the commands of
 * workers that were made in a sync that a deletion cancels: those of pods that a new kubelet finds.
 */
export function mayStopProbing(life: Life, { history, at }: Context): boolean {
  if (isWithoutRuntime(history, at, PACE)) return true;
  if (history.minor < 25 || life.removed !== undefined || isTerminal(life.status?.phase)) return true;
  const ends = life.pod.spec.activeDeadlineSeconds !== undefined || life.requests.some(isOfNode);
  return ends || endsByItself(life) || life.createdAt < history.kubelet.startedAt;
}

/** The workers of a pod end when it is over for the kubelet, which the API hears of later. */
export function endsByItself({ pod, parts, instances, requests }: Life): boolean {
  if (requests.length === 0 && instances.some(({ kill }) => kill?.cause === 'pod')) return true;
  // A container that could not be started has ended as well.
  const exits = instances.some(({ container, exited, startFailed }) => {
    const role = parts.get(container)?.role;
    const ended = exited !== undefined || startFailed === true;
    return ended && (role === 'regular' || (role === 'init' && exited?.code !== 0));
  });
  return exits && (pod.spec.restartPolicy ?? 'Always') !== 'Always';
}

function isOfNode({ kind }: TerminationRequest): boolean {
  return kind !== 'deletion';
}

/** LIVENESS-OFF, as the probes themselves show it. */
export const livenessEndsWithTermination: Invariant<null> = always(
  {
    id: 'liveness-ends-with-termination',
    sentence: 'Once the kubelet has begun to end a pod, no liveness or startup probe of a regular container begins.',
    source: 'pkg/kubelet/kubelet.go (SyncTerminatingPod: StopLivenessAndStartup), v1.25 and later',
  },
  ['probe/liveness', 'probe/startup', 'event/Killing'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || context.history.minor < 25) return undefined;
    if (fact.kind === 'event') return life.terminating !== undefined ? kept : undefined;
    if (!isDecided(fact)) return undefined;
    if (life.terminating?.generation !== context.history.kubelet.generation) return undefined;
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined || life.parts.get(found.instance.container)?.role !== 'regular') return undefined;
    const beganAt = context.at - fact.durMs * MILLISECOND;
    if (beganAt <= life.terminating.at) return kept;
    return broken(
      fact.pod,
      fact.container,
      `A ${fact.probe} probe of ${fact.container} began ${seconds(beganAt - life.terminating.at)} after the end of the pod had begun.`,
    );
  },
);

/** Failures in a row of the present worker, by pod, instance and probe. */
type Failures = ReadonlyMap<string, number>;

/** THRESHOLD, the other direction. */
export const failingProbeKills: Invariant<Failures> = {
  id: 'failing-probe-kills',
  sentence:
    'After as many failures in a row as its failure threshold says, the command of a liveness or startup probe is not run again in its container.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/prober/worker.go (doProbe: onHold), v1.36',
  facts: ['probe/liveness', 'probe/startup', 'kubelet', 'container/exited'],
  begins: ['probe/liveness/fail', 'probe/liveness/timeout', 'probe/startup/fail', 'probe/startup/timeout'],
  start: () => new Map(),
  step(state, fact, context): Step<Failures> {
    if (fact.kind === 'kubelet') return { state: new Map(), findings: [] };
    if (fact.kind === 'container') return { state: forgotten(state, fact), findings: [] };
    if (fact.kind !== 'probe' || fact.handler !== 'exec') return { state, findings: [] };
    const found = knownInstance(context.history, fact.pod, fact.container);
    const spec = found?.life.parts.get(found.instance.container)?.container;
    const probe = fact.probe === 'liveness' ? spec?.livenessProbe : spec?.startupProbe;
    if (probe === undefined || !isDecided(fact)) return { state, findings: [] };
    const key = `${fact.pod}/${fact.container}/${fact.probe}`;
    const failures = fact.outcome === 'ok' ? 0 : (state.get(key) ?? 0) + 1;
    const threshold = failureThresholdOf(probe);
    const next = new Map(state).set(key, failures);
    if (failures < threshold) return { state: next, findings: [] };
    if (failures === threshold) return { state: next, findings: [kept] };
    const message = `The ${fact.probe} probe of ${fact.container} failed ${failures} times in a row; its failure threshold is ${threshold}.`;
    return { state: next, findings: [broken(fact.pod, fact.container, message)] };
  },
  finish: () => [],
};

function forgotten(state: Failures, fact: Extract<Fact, { kind: 'container' }>): Failures {
  const prefix = `${fact.pod}/${fact.container}/`;
  return new Map([...state].filter(([key]) => !key.startsWith(prefix)));
}
