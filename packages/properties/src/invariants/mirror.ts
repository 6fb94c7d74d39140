import type { Micros } from '@simlet/core';
import type { ApiFact, ContainerFact } from '@simlet/kubelet';
import { isHeldUp, STANDSTILL } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { seconds } from '../seconds.ts';

/** What the API has under the name of a static pod, and since when; and which containers run under that name. */
interface Shown {
  readonly pod: string;
  readonly isThere: boolean;
  readonly at: Micros;
  readonly running: readonly string[];
}

const NOTHING: Shown = { pod: '', isThere: false, at: 0, running: [] };

/** MIRROR. */
export const staticPodShown: Invariant<Shown> = {
  id: 'static-pod-shown',
  sentence: 'A static pod that runs is shown in the API in the end by a mirror, and one that is gone is not.',
  kind: 'eventually',
  standing: 'kubernetes',
  source:
    'pkg/kubelet/kubelet.go (SyncPod: mirror pods), pkg/kubelet/kubelet_pods.go (deleteOrphanedMirrorPods), v1.36; kubernetes/kubernetes issue 22625',
  facts: ['api', 'container'],
  seesMirrors: true,
  start: () => NOTHING,
  step(state, fact, context) {
    if (fact.kind === 'container')
      return { state: { ...state, running: runningAfter(state.running, fact) }, findings: [] };
    const isThere = fact.kind === 'api' ? showsMirror(fact) : undefined;
    if (fact.kind !== 'api' || isThere === undefined) return { state, findings: [] };
    return { state: { ...state, pod: fact.pod, isThere, at: context.at }, findings: [] };
  },
  finish: (state, context) => (state.pod === '' ? [] : judgeMirror(state, context)),
};

function runningAfter(running: readonly string[], { container, event }: ContainerFact): readonly string[] {
  const others = running.filter((each) => each !== container);
  return event === 'running' ? [...others, container] : others;
}

function showsMirror({ op, by, result }: ApiFact): boolean | undefined {
  if (op === 'created') return by === 'kubelet' && result === undefined ? true : undefined;
  return op === 'delete' && result === 'removed' ? false : undefined;
}

function judgeMirror({ pod, isThere, at, running }: Shown, context: Context): readonly Finding[] {
  const { kubelet, lives, former } = context.history;
  const life = lives.get(pod);
  if (context.scenario.faults?.lostAnswers === true || !kubelet.up || former.some(({ name }) => name === pod))
    return [];
  const since = Math.max(at, kubelet.startedAt, life?.lastProgressAt ?? 0, life?.removed?.at ?? 0);
  if (context.at - since <= STANDSTILL) return [];
  if (life?.static === false) return [];
  if (life !== undefined && isHeldUp(life, context)) return [];
  const runs = life !== undefined && life.removed === undefined && running.length > 0;
  const isOver = (life === undefined || life.removed !== undefined) && running.length === 0;
  const still = seconds(context.at - since);
  if (runs && !isThere)
    return [broken(pod, undefined, `The static pod runs, and for ${still} the API has had no mirror of it.`)];
  if (isOver && isThere)
    return [broken(pod, undefined, `The static pod has been gone for ${still}, and its mirror is still there.`)];
  return runs || isOver ? [kept] : [];
}
