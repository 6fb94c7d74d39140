import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactStatus, StatusFact } from '@simlet/kubelet';
import { isRunning, knownInstance, knownLife, openKill } from '../history/lookup.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { allContainers } from './phase.ts';

/** What a pod was when its kubelet started, and what has happened to its readiness since. */
interface PodBefore {
  readonly status: CompactStatus | undefined;
  /** Instances that have failed a readiness probe. */
  readonly failed: readonly string[];
  /** It was reported as not Ready: from then on the kubelet takes no container of it for ready before its probe has said so. */
  readonly lost: boolean;
}

/** The same of all pods, by name, since a kubelet started. */
interface Before {
  readonly generation: number;
  readonly pods: ReadonlyMap<string, PodBefore>;
}

const NOTHING: PodBefore = { status: undefined, failed: [], lost: false };
/** An instance that ran for longer than this before the kubelet started keeps its readiness; the API has whole seconds. */
const LONG_ENOUGH: Micros = 11 * SECOND;

/** READY-TRUTH over restarts. */
export const readyOverRestart: Invariant<Before> = {
  id: 'ready-over-restart',
  sentence:
    'A restart of the kubelet alone takes the readiness of no container of a Ready pod away that has run for more than 10 s.',
  kind: 'always',
  standing: 'kubernetes',
  source:
    'pkg/kubelet/prober/prober_manager.go (UpdatePodStatus), v1.35 and later; kubernetes/kubernetes issues 78733 and 100277',
  facts: ['kubelet', 'status', 'probe'],
  start: () => ({ generation: -1, pods: new Map() }),
  step(state, fact, context): Step<Before> {
    if (fact.kind === 'kubelet') {
      const { event, generation } = fact;
      return { state: event === 'started' ? { generation, pods: new Map() } : state, findings: [] };
    }
    if (fact.kind === 'probe') {
      const before = state.pods.get(fact.pod) ?? NOTHING;
      const failed = fact.probe === 'readiness' && fact.outcome !== 'ok' && !before.failed.includes(fact.container);
      const next = failed ? withPod(state, fact.pod, { ...before, failed: [...before.failed, fact.container] }) : state;
      return { state: next, findings: [] };
    }
    if (fact.kind !== 'status' || state.generation < 1) return { state, findings: [] };
    const before = state.pods.get(fact.pod) ?? NOTHING;
    // What the pod was before the first status of this kubelet.
    const status = before.status ?? knownLife(context.history, fact.pod)?.status;
    const lost = before.lost || fact.status.conditions['Ready'] !== 'True';
    return {
      state: withPod(state, fact.pod, { ...before, status, lost }),
      findings: status === undefined ? [] : judgeReady(fact, status, before, context),
    };
  },
  finish: () => [],
};

function withPod(state: Before, pod: string, before: PodBefore): Before {
  return { ...state, pods: new Map(state.pods).set(pod, before) };
}

function judgeReady(
  fact: StatusFact,
  before: CompactStatus,
  { failed, lost }: PodBefore,
  context: Context,
): readonly Finding[] {
  const life = knownLife(context.history, fact.pod);
  if (life === undefined || lost || statusesLag(context.scenario)) return [];
  if (context.history.minor < 35 || before.conditions['Ready'] !== 'True') return [];
  if (fact.status.phase !== 'Running' || life.requests.length > 0 || life.sandbox.lostAt !== undefined) return [];
  return allContainers(fact.status).flatMap((status): readonly Finding[] => {
    const was = allContainers(before).find(({ id }) => id === status.id);
    const instance = knownInstance(context.history, fact.pod, status.id)?.instance;
    // One that the kubelet before, which was soon gone, had shown as ready and not started is ready only once it has started.
    if (was?.ready !== true || was.started !== true || instance?.runningAt === undefined || !isRunning(instance))
      return [];
    if (status.state !== 'running' || context.history.kubelet.startedAt - instance.runningAt <= LONG_ENOUGH) return [];
    if (failed.includes(instance.id) || openKill(context.history, instance) !== undefined) return [];
    if (status.ready) return [kept];
    const message = `${instance.id} was ready before the kubelet was restarted, no probe has failed since, and it was reported as not ready.`;
    return [broken(fact.pod, instance.id, message)];
  });
}
