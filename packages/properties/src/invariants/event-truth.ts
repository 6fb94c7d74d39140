import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { EventFact, Fact } from '@simlet/kubelet';
import { mayDropEvent } from '../history/event-budget.ts';
import { knownInstance, knownLife } from '../history/lookup.ts';
import { containerName, containerOfFieldPath } from '../history/pod-parts.ts';
import { forgetRemoved } from '../forget-removed.ts';
import { broken, kept } from '../invariant.ts';
import type { Topic } from '../topic.ts';
import type { About, Context, Finding, Invariant, Step } from '../invariant.ts';

/** What has happened and has no event yet: when, by pod and container. */
type Owed = ReadonlyMap<string, Micros>;

/** Events are written by another thread, soon after what they tell of. */
const EVENT_LAG: Micros = 2 * SECOND;

/** An invariant that some facts are followed by an event of their container. */
function announced(
  about: About,
  causes: 'cri' | 'probe',
  begins: readonly Topic[],
  event: Pick<EventFact, 'reason' | 'type'>,
  told: string,
  cause: (fact: Fact, context: Context) => { readonly pod: string; readonly container: string } | undefined,
): Invariant<Owed> {
  return {
    ...about,
    kind: 'always',
    standing: 'kubernetes',
    facts: [...new Set<Topic>([causes, 'cri', 'event', 'kubelet', 'api'])],
    begins,
    start: () => new Map(),
    step(state, fact, context): Step<Owed> {
      const { rest, findings } = settle(state, event, told, context);
      // What a kubelet that dies has not said is not said any more.
      if (fact.kind === 'kubelet') return { state: new Map(), findings };
      if (fact.kind === 'api') return { state: forgetRemoved(rest, fact), findings };
      if (fact.kind === 'event' && fact.reason === event.reason) return answered(rest, fact, findings);
      // What comes to light at the moment of its death a kubelet tells nobody of.
      const due = context.history.kubelet.up ? cause(fact, context) : undefined;
      const life = due === undefined ? undefined : knownLife(context.history, due.pod);
      if (due === undefined || life === undefined) return { state: rest, findings };
      return { state: new Map(rest).set(`${due.pod}/${due.container}`, context.at), findings };
    },
    finish: (state, context) => settle(state, event, told, context).findings,
  };
}

function answered(state: Owed, fact: EventFact, findings: readonly Finding[]): Step<Owed> {
  const key = `${fact.pod}/${containerOfFieldPath(fact.fieldPath) ?? ''}`;
  if (!state.has(key)) return { state, findings };
  return { state: new Map([...state].filter(([other]) => other !== key)), findings: [...findings, kept] };
}

/** What has waited for its event for too long. */
function settle(
  state: Owed,
  { type }: Pick<EventFact, 'type'>,
  told: string,
  context: Context,
): { readonly rest: Owed; readonly findings: readonly Finding[] } {
  const late = [...state].filter(([, at]) => context.at - at > EVENT_LAG);
  if (late.length === 0) return { rest: state, findings: [] };
  const findings = late.flatMap(([key]): readonly Finding[] => {
    const [pod = '', container = ''] = key.split('/');
    const life = knownLife(context.history, pod);
    if (life === undefined || mayDropEvent(context.history, life, type)) return [];
    return [broken(pod, container, `${container} ${told}, and no event says so.`)];
  });
  return { rest: new Map([...state].filter(([, at]) => context.at - at <= EVENT_LAG)), findings };
}

/** EVENT-TRUTH of starts. */
export const startAnnounced: Invariant<Owed> = announced(
  {
    id: 'start-announced',
    sentence: 'Each container that is started has an event Started.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), v1.36',
  },
  'cri',
  ['cri/StartContainer'],
  { reason: 'Started', type: 'Normal' },
  'was started',
  (fact) => {
    if (fact.kind !== 'cri' || fact.call !== 'StartContainer' || fact.result !== 'ok') return undefined;
    const { pod, container } = fact;
    return pod === undefined || container === undefined ? undefined : { pod, container: containerName(container) };
  },
);

const FAILED_PROBES = (['startup', 'liveness', 'readiness'] as const).flatMap((probe): readonly Topic[] => [
  `probe/${probe}/fail`,
  `probe/${probe}/timeout`,
]);

/** EVENT-TRUTH of probes. */
export const failedProbeAnnounced: Invariant<Owed> = announced(
  {
    id: 'failed-probe-announced',
    sentence: 'Each probe that fails has an event Unhealthy.',
    source: 'pkg/kubelet/prober/prober.go (probe), v1.36',
  },
  'probe',
  FAILED_PROBES,
  { reason: 'Unhealthy', type: 'Warning' },
  'failed a probe',
  (fact, context) => {
    if (fact.kind !== 'probe' || (fact.outcome !== 'fail' && fact.outcome !== 'timeout')) return undefined;
    const found = knownInstance(context.history, fact.pod, fact.container);
    return found === undefined ? undefined : { pod: fact.pod, container: found.instance.container };
  },
);
