import { SECOND } from '@simlet/core';

import type { ApiPod } from '../api-pod.ts';
import type { PodState } from './state.ts';

/** *Source:* kubelet-behaviour 1.12; pkg/kubelet/active_deadline.go. */
export const isPastDeadline = (pod: PodState, api: ApiPod, now: number): boolean => {
  const deadline = api.spec.activeDeadlineSeconds;
  const start = pod.status.status?.startTime ?? api.status.startTime;
  return deadline !== undefined && start !== undefined && now - start >= deadline * SECOND;
};
