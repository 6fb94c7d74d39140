import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Life } from '../history/history.ts';
import { isOverlapped, isRunning, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { patienceFor } from './deletion.ts';
import { isTerminal } from './phase.ts';

const DEADLINE_EXCEEDED = 'DeadlineExceeded';

/** PHASE-TRUTH of deadlines. */
export const deadlineEndsPod: Invariant<null> = {
  id: 'deadline-ends-pod',
  sentence: 'A pod is ended when its active deadline has passed, and not before.',
  kind: 'eventually',
  standing: 'kubernetes',
  source:
    'pkg/kubelet/active_deadline.go, v1.36; kubernetes.io/docs/concepts/workloads/controllers/job (activeDeadlineSeconds)',
  facts: ['status'],
  start: () => null,
  step(state, fact, context) {
    const life = fact.kind === 'status' ? knownLife(context.history, fact.pod) : undefined;
    if (life === undefined || fact.kind !== 'status' || fact.status.reason !== DEADLINE_EXCEEDED)
      return { state, findings: [] };
    return { state, findings: [inTime(life, context)] };
  },
  finish: (_state, context) =>
    [...context.history.lives.values()].flatMap((life): readonly Finding[] => {
      const deadline = life.pod.spec.activeDeadlineSeconds;
      if (deadline === undefined || life.removed !== undefined || isOverlapped(context.history, life.name)) return [];
      const { kubelet } = context.history;
      const patience = patienceFor(context, life);
      if (patience === undefined || !kubelet.up) return [];
      const due = Math.max(life.createdAt + deadline * SECOND, kubelet.startedAt);
      // Each sync that is under way is let finish first.
      if (context.at - due <= patience * (1 + life.parts.size)) return [];
      const alive = life.instances.find(isRunning);
      if (isTerminal(life.status?.phase) && alive === undefined) return [kept];
      const what = alive === undefined ? `is ${life.status?.phase ?? 'unknown'}` : `still has ${alive.id} running`;
      return [broken(life.name, alive?.id, `The pod ${what} ${seconds(context.at - due)} after its active deadline.`)];
    }),
};

/** The start of a pod is known in whole seconds. */
function inTime(life: Life, context: Context): Finding {
  const deadline = life.pod.spec.activeDeadlineSeconds;
  const due: Micros = life.createdAt + ((deadline ?? 0) - 1) * SECOND;
  if (deadline !== undefined && context.at >= due) return kept;
  const early =
    deadline === undefined ? 'without a deadline' : `${seconds(due - context.at)} before its active deadline`;
  return broken(life.name, undefined, `The pod was ended as past its deadline ${early}.`);
}
