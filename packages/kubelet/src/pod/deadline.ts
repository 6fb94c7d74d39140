import { SECOND } from '@simlet/core';

import type { ApiPod } from '../api-pod.ts';
import type { PodState } from './state.ts';

/** *Source:* pkg/kubelet/active_deadline.go; docs/fidelity.md 1.12. */
export const isPastDeadline = (pod: PodState, api: ApiPod, now: number): boolean => {
  const deadline = api.spec.activeDeadlineSeconds;
  const start = pod.status.status?.startTime ?? api.status.startTime;
  return deadline !== undefined && start !== undefined && now - start >= deadline * SECOND;
};
