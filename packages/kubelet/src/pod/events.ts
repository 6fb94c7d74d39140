import type { EventFact } from '../facts.ts';
import { correlate } from './correlator.ts';
import { fieldPathOf } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

/** Records an event about a container of the pod. */
export const containerEvent = (
  pod: PodState,
  turn: PodTurn,
  container: string,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void => {
  const spec = (pod.pod ?? pod.lastPod)?.spec;
  write(
    pod,
    turn,
    type,
    reason,
    message,
    spec === undefined ? `spec.containers{${container}}` : fieldPathOf(spec, container),
  );
};

/** Records an event about the pod itself. */
export const podEvent = (
  pod: PodState,
  turn: PodTurn,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void => write(pod, turn, type, reason, message, '');

const write = (
  pod: PodState,
  turn: PodTurn,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  fieldPath: string,
): void => {
  const result = correlate(pod.correlator, { type, reason, message, fieldPath }, turn.now, pod.features);
  pod.correlator = result.correlator;
  if (!result.written) return;
  turn.record({
    kind: 'event',
    pod: pod.name,
    type,
    reason,
    message: result.message,
    fieldPath: fieldPath === '' ? undefined : fieldPath,
    count: result.count,
  } satisfies EventFact);
};
