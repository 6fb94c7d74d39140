import type { Container } from '@simlet/objects';

import { containerEvent } from './events.ts';
import { shownStatus } from './shown-status.ts';
import { newestOf } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

/**
 * One more than the newest instance had; where the runtime has none any more, what the API tells of it.
 * *Source:* docs/fidelity.md 2.1; recorded traces in which an init container was removed before it ran again.
 */
export const restartCountOf = (pod: PodState, name: string): number => {
  const { status, pod: api } = pod.sync ?? {};
  const newest = status === undefined ? undefined : newestOf(status, name);
  if (newest !== undefined) return newest.attempt + 1;
  if (pod.features.mutants['restart-count-begins-anew'] === true) return 0;
  const last = api === undefined ? undefined : shownStatus(api.status, name);
  return last === undefined ? 0 : last.restartCount + (last.state === 'terminated' ? 1 : 0);
};

/** An event of what went well on the way to a running container. */
export const progress = (pod: PodState, turn: PodTurn, container: Container, reason: string, message: string): void => {
  if (pod.features.docker.tellsFirstInstance && restartCountOf(pod, container.name) > 0) return;
  containerEvent(pod, turn, container.name, 'Normal', reason, message);
};
