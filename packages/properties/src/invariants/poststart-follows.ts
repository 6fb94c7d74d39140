import type { Micros } from '@simlet/core';
import type { CriFact, Fact } from '@simlet/kubelet';
import { knownInstance } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';

/** An instance that was started and whose hook is due. */
interface Due {
  readonly at: Micros;
  readonly pod: string;
  readonly container: string;
}

/** S1: the half of `poststart-delivered` that the death of a kubelet cannot break. */
export const postStartFollowsStart: Invariant<readonly Due[]> = {
  id: 'poststart-follows-start',
  sentence: 'A kubelet that goes on delivers PostStart as soon as it has started a container.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), v1.36',
  facts: ['hook', 'cri', 'kubelet', 'container', 'status', 'signal', 'api'],
  start: () => [],
  step(state, fact, context) {
    const findings = state.filter(({ at }) => at < context.at).map(notDelivered);
    if (fact.kind === 'kubelet') return { state: [], findings };
    const open = state.filter(({ at }) => at === context.at);
    const rest = open.filter((due) => !isDelivery(fact, due));
    const due = fact.kind === 'cri' ? startOf(fact, context) : undefined;
    return {
      state: due === undefined ? rest : [...rest, due],
      findings: [...findings, ...open.filter((each) => !rest.includes(each)).map(() => kept)],
    };
  },
  finish: (state, context) => state.filter(({ at }) => at < context.at).map(notDelivered),
};

/** A container that has just been started by a kubelet that is there, with a hook that can run. */
function startOf({ call, phase, result, pod, container }: CriFact, context: Context): Due | undefined {
  if (call !== 'StartContainer' || phase !== 'end' || result !== 'ok' || !context.history.kubelet.up) return undefined;
  if (context.scenario.faults?.lostAnswers === true) return undefined;
  const found = knownInstance(context.history, pod, container);
  if (found === undefined || pod === undefined || container === undefined) return undefined;
  const hook = found.life.parts.get(found.instance.container)?.container.lifecycle?.postStart;
  if (
    hook === undefined ||
    hook.tcpSocket !== undefined ||
    found.instance.generation !== context.history.kubelet.generation
  )
    return undefined;
  return { at: context.at, pod, container };
}

function isDelivery(fact: Fact, due: Due): boolean {
  if (fact.kind !== 'hook' || fact.hook !== 'postStart' || fact.pod !== due.pod) return false;
  // A hook that found nobody names the container alone.
  return fact.container === due.container || due.container.startsWith(`${fact.container}#`);
}

function notDelivered({ pod, container }: Due): Finding {
  return broken(pod, container, `${container} was started, and its PostStart hook was not delivered.`);
}
