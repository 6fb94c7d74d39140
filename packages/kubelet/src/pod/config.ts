import type { ApiPod } from '../api-pod.ts';
import { removeInstances } from './pleg.ts';
import type { PodState, PodTurn } from './state.ts';
import { armTick } from './work-queue.ts';
import { updatePod } from './update.ts';

/** A change of the pod in the configuration source. *Source:* pkg/kubelet/config/config.go; docs/fidelity.md 1.1.2. */
export const configChanged = (pod: PodState, turn: PodTurn, next: ApiPod | undefined): void => {
  const before = pod.pod;
  pod.pod = next;
  if (next === undefined) {
    const cut = before?.static === true && pod.features.mutants['static-pod-no-grace'] === true;
    const kill = cut ? { kill: { evict: false, override: 1 } } : {};
    if (before !== undefined) updatePod(pod, turn, { type: 'kill', pod: before, ...kill });
    return;
  }
  pod.lastPod = next;
  if (before === undefined) updatePod(pod, turn, { type: 'create', pod: next });
  else if (isSemanticChange(before, next)) updatePod(pod, turn, { type: 'update', pod: next });
  else if (next.status.reason === 'Evicted' && next.status.phase === 'Failed') removeDead(pod, turn);
  armTick(pod, turn);
};

/** What is not status: only such a change causes a sync. */
export const isSemanticChange = (before: ApiPod, next: ApiPod): boolean =>
  before.spec !== next.spec ||
  before.deletionTimestamp !== next.deletionTimestamp ||
  before.deletionGracePeriodSeconds !== next.deletionGracePeriodSeconds;

const removeDead = (pod: PodState, turn: PodTurn): void =>
  removeInstances(
    pod,
    turn,
    (pod.pleg.status?.containers ?? []).filter((instance) => instance.state === 'exited'),
  );
