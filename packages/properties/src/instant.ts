import type { Fact } from '@simlet/kubelet';
import { containerName, containerOfFieldPath } from './history/pod-parts.ts';

/**
 * The facts of one instant with causes before effects where a recording does not keep them so: events are written by
 * another thread and so may stand after what they announce, and a signal may stand before the call that sent it.
 */
export function causalOrder(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length < 2 || !facts.some(mayStandTooLate)) return facts;
  const ofPods = byPod(facts);
  if (ofPods.size < 2) return orderedOfPod(facts);
  // Order is only changed among the facts about one pod, which stand where facts about it stood.
  const ordered = new Map([...ofPods].map(([pod, own]) => [pod, orderedOfPod(own).values()]));
  return facts.map((fact) => ordered.get('pod' in fact ? fact.pod : undefined)?.next().value ?? fact);
}

function byPod(facts: readonly Fact[]): ReadonlyMap<string | undefined, readonly Fact[]> {
  const groups = new Map<string | undefined, Fact[]>();
  for (const fact of facts) {
    const pod = 'pod' in fact ? fact.pod : undefined;
    const group = groups.get(pod);
    if (group === undefined) groups.set(pod, [fact]);
    else group.push(fact);
  }
  return groups;
}

function orderedOfPod(facts: readonly Fact[]): readonly Fact[] {
  const ordered: Fact[] = [];
  for (const fact of facts) {
    const at = placeOf(ordered, fact);
    ordered.splice(at, 0, fact);
  }
  return ordered;
}

/** Whether a fact is one of those that may belong before others. */
function mayStandTooLate(fact: Fact): boolean {
  if (fact.kind === 'event') return fact.reason === 'Killing';
  return fact.kind === 'cri' && fact.call === 'StopContainer' && fact.phase === 'begin';
}

/** Where a fact belongs among those before it: at the end, but for a Killing event and for the call that sent a signal. */
function placeOf(before: readonly Fact[], fact: Fact): number {
  if (fact.kind === 'event' && fact.reason === 'Killing') {
    const container = containerOfFieldPath(fact.fieldPath);
    return firstOrEnd(before, (other) => beginsToEnd(other, fact.pod, container));
  }
  if (fact.kind === 'cri' && fact.call === 'StopContainer' && fact.phase === 'begin') {
    return firstOrEnd(
      before,
      (other) => other.kind === 'signal' && other.container === fact.container && other.pod === fact.pod,
    );
  }
  return before.length;
}

function firstOrEnd(facts: readonly Fact[], test: (fact: Fact) => boolean): number {
  const index = facts.findIndex(test);
  return index < 0 ? facts.length : index;
}

function beginsToEnd(fact: Fact, pod: string, container: string | undefined): boolean {
  const preStop =
    fact.kind === 'hook' && fact.hook === 'preStop' && (fact.phase === 'start' || fact.outcome === 'notRunning');
  const stop = fact.kind === 'cri' && fact.call === 'StopContainer' && fact.phase === 'begin';
  if (!preStop && !stop) return false;
  return fact.pod === pod && fact.container !== undefined && containerName(fact.container) === container;
}
