import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { StatusFact } from '@simlet/kubelet';
import { isRunning, knownInstance, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { allContainers, isTerminal } from './phase.ts';
import { endsByItself } from './probe-continuity.ts';

/** Since when the API shows an instance as running and started, and when its readiness was last asked for. */
interface Asked {
  readonly pod: string;
  readonly shownAt: Micros;
  readonly askedAt: Micros;
}
/** By instance. */
type AskedOf = ReadonlyMap<string, Asked>;

/** What a worker may be late: its first wait, tries that err, and a kubelet that starts. */
const SLACK: Micros = 5 * SECOND;

/** PROBE-ALIVE, whichever kubelet is there. */
export const readinessAsked: Invariant<AskedOf> = {
  id: 'readiness-asked',
  sentence:
    'A container that is shown as started and has a readiness command gets it again and again, from a restarted kubelet as well.',
  kind: 'eventually',
  standing: 'kubernetes',
  source: 'pkg/kubelet/prober/prober_manager.go (AddPod), pkg/kubelet/prober/worker.go (run), v1.25 and later',
  facts: ['probe', 'status', 'container', 'action'],
  needsRoutine: true,
  start: () => new Map(),
  step(state, fact, context): Step<AskedOf> {
    if (fact.kind === 'action') return { state, findings: judgeAll(state, context) };
    if (fact.kind === 'status') return { state: shown(state, fact, context.at), findings: [] };
    if (fact.kind === 'container')
      return { state: fact.event === 'exited' ? without(state, fact.container) : state, findings: [] };
    const asked = fact.kind === 'probe' && fact.probe === 'readiness' ? state.get(fact.container) : undefined;
    if (fact.kind !== 'probe' || asked === undefined) return { state, findings: [] };
    return { state: new Map(state).set(fact.container, { ...asked, askedAt: context.at }), findings: [kept] };
  },
  finish: judgeAll,
};

function shown(state: AskedOf, { pod, status }: StatusFact, at: Micros): AskedOf {
  const next = new Map(state);
  for (const { id, state: is, started } of allContainers(status)) {
    if (id === undefined) continue;
    if (is !== 'running' || started !== true) next.delete(id);
    else if (!next.has(id)) next.set(id, { pod, shownAt: at, askedAt: at });
  }
  return next;
}

function without(state: AskedOf, id: string): AskedOf {
  if (!state.has(id)) return state;
  return new Map([...state].filter(([other]) => other !== id));
}

function judgeAll(state: AskedOf, context: Context): readonly Finding[] {
  return [...state].flatMap(([id, asked]) => judgeAsked(id, asked, context));
}

function judgeAsked(id: string, { pod, shownAt, askedAt }: Asked, context: Context): readonly Finding[] {
  const { history, at } = context;
  const life = knownLife(history, pod);
  const instance = knownInstance(history, pod, id)?.instance;
  const probe = instance === undefined ? undefined : life?.parts.get(instance.container)?.container.readinessProbe;
  if (life === undefined || instance === undefined || probe?.exec === undefined || !history.kubelet.up) return [];
  if (
    context.scenario.faults?.lostAnswers === true ||
    history.minor < 25 ||
    !isRunning(instance) ||
    instance.kill !== undefined
  )
    return [];
  if (life.removed !== undefined || life.requests.length > 0 || isTerminal(life.status?.phase)) return [];
  // The workers of a pod end when it is over for the kubelet, which the API hears of later.
  if (endsByItself(life) || life.pod.spec.activeDeadlineSeconds !== undefined) return [];
  const { periodSeconds = 10, timeoutSeconds = 1, initialDelaySeconds = 0 } = probe;
  const most = (initialDelaySeconds + 2 * periodSeconds + 3 * timeoutSeconds) * SECOND + SLACK;
  // A kubelet that starts while there is no runtime takes up no pods until it is back.
  const { outage } = history;
  if (outage !== undefined && outage.to === undefined) return [];
  const gap = at - Math.max(shownAt, askedAt, history.kubelet.startedAt, outage?.to ?? 0);
  if (gap <= most) return [];
  return [broken(pod, id, `The readiness of ${id} has not been asked for in ${seconds(gap)}.`)];
}
