import { resultOf, setResult } from './probe-results.ts';
import type { PodState, PodTurn, ProbeResult, ProbeType } from './state.ts';
import { setContainerFlag } from './status-manager.ts';
import { updatePod } from './update.ts';

/** Publishes a verdict: only a change is told to the sync loop. */
export const publish = (pod: PodState, turn: PodTurn, type: ProbeType, instance: string, result: ProbeResult): void => {
  if (resultOf(pod, type, instance) === result) return;
  setResult(pod, type, instance, result);
  if (type === 'liveness' && result !== 'failure') return;
  if (type === 'readiness') setContainerFlag(pod, turn, instance, 'ready', result === 'success');
  if (type === 'startup') setContainerFlag(pod, turn, instance, 'started', result === 'success');
  if (pod.pod !== undefined) updatePod(pod, turn, { type: 'sync', pod: pod.pod });
};
