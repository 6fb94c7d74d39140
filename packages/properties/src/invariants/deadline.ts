import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Life } from '../history/history.ts';
import { isOverlapped, isRunning, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { isHeldUp, patience } from '../history/standstill.ts';
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
  facts: ['status', 'api', 'action', 'probe'],
  start: () => null,
  step(state, fact, context) {
    const life = 'pod' in fact ? knownLife(context.history, fact.pod) : undefined;
    if (life === undefined) return { state, findings: [] };
    const shown = fact.kind === 'status' && fact.status.reason === DEADLINE_EXCEEDED;
    return { state, findings: shown ? [inTime(life, context)] : judgeOverdue(life, context) };
  },
  finish: (_state, context) =>
    [...context.history.lives.values()]
      .filter(({ name }) => !isOverlapped(context.history, name))
      .flatMap((life) => judgeOverdue(life, context)),
};

/** A pod that runs on, and to which nothing has happened since its deadline. */
function judgeOverdue(life: Life, context: Context): readonly Finding[] {
  const deadline = life.pod.spec.activeDeadlineSeconds;
  const { kubelet } = context.history;
  if (deadline === undefined || life.removed !== undefined || !kubelet.up) return [];
  if (isTerminal(life.status?.phase)) return [kept];
  // A static pod that was ended before its kubelet began is run again, and no status of it is taken over its last one: without
  // a status it has no start that a deadline could be counted from. *Source*: pkg/kubelet/active_deadline.go (pastActiveDeadline).
  if (life.static && life.createdAt + deadline * SECOND <= kubelet.startedAt) return [];
  const due = Math.max(life.createdAt + deadline * SECOND, kubelet.startedAt, life.lastProgressAt);
  if (context.at - due <= patience(context.scenario) || isHeldUp(life, context)) return [];
  const alive = life.instances.find(isRunning);
  if (alive === undefined) return [];
  return [
    broken(life.name, alive.id, `${alive.id} still runs ${seconds(context.at - due)} after the active deadline.`),
  ];
}

/** The start of a pod is known in whole seconds. */
function inTime(life: Life, context: Context): Finding {
  const deadline = life.pod.spec.activeDeadlineSeconds;
  const due: Micros = life.createdAt + ((deadline ?? 0) - 1) * SECOND;
  if (deadline !== undefined && context.at >= due) return kept;
  const early =
    deadline === undefined ? 'without a deadline' : `${seconds(due - context.at)} before its active deadline`;
  return broken(life.name, undefined, `The pod was ended as past its deadline ${early}.`);
}
