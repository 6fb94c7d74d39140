import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactStatus, StatusFact } from '@simlet/kubelet';
import { isRunning, knownInstance, knownLife, openKill } from '../history/lookup.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { allContainers } from './phase.ts';

/** What a pod was when its kubelet started, and what has happened to its readiness since. */
interface Before {
  readonly generation: number;
  readonly status: CompactStatus | undefined;
  /** Instances that have failed a readiness probe. */
  readonly failed: readonly string[];
  /** It was reported as not Ready: from then on the kubelet takes no container of it for ready before its probe has said so. */
  readonly lost: boolean;
}

const NOTHING: Before = { generation: -1, status: undefined, failed: [], lost: false };
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
  start: () => NOTHING,
  step(state, fact, context): Step<Before> {
    if (fact.kind === 'kubelet') {
      return { state: fact.event === 'started' ? { ...NOTHING, generation: fact.generation } : state, findings: [] };
    }
    if (fact.kind === 'probe') {
      const failed = fact.probe === 'readiness' && fact.outcome !== 'ok' && !state.failed.includes(fact.container);
      return { state: failed ? { ...state, failed: [...state.failed, fact.container] } : state, findings: [] };
    }
    if (fact.kind !== 'status' || state.generation < 1) return { state, findings: [] };
    // What the pod was before the first status of this kubelet.
    const status = state.status ?? knownLife(context.history, fact.pod)?.status;
    return {
      state: { ...state, status, lost: state.lost || fact.status.conditions['Ready'] !== 'True' },
      findings: status === undefined ? [] : judgeReady(fact, status, state, context),
    };
  },
  finish: () => [],
};

function judgeReady(
  fact: StatusFact,
  before: CompactStatus,
  { failed, lost }: Before,
  context: Context,
): readonly Finding[] {
  const life = knownLife(context.history, fact.pod);
  if (life === undefined || lost || statusesLag(context.scenario)) return [];
  if (context.history.minor < 35 || before.conditions['Ready'] !== 'True') return [];
  if (fact.status.phase !== 'Running' || life.requests.length > 0 || life.sandbox.lostAt !== undefined) return [];
  return allContainers(fact.status).flatMap((status): readonly Finding[] => {
    const was = allContainers(before).find(({ id }) => id === status.id);
    const instance = knownInstance(context.history, fact.pod, status.id)?.instance;
    if (was?.ready !== true || instance?.runningAt === undefined || !isRunning(instance)) return [];
    if (status.state !== 'running' || context.history.kubelet.startedAt - instance.runningAt <= LONG_ENOUGH) return [];
    if (failed.includes(instance.id) || openKill(context.history, instance) !== undefined) return [];
    if (status.ready) return [kept];
    const message = `${instance.id} was ready before the kubelet was restarted, no probe has failed since, and it was reported as not ready.`;
    return [broken(fact.pod, instance.id, message)];
  });
}
