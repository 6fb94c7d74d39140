import { SECOND } from '@simlet/core';

import { PROBE_RESTART_MARGIN } from '../constants.ts';
import type { PodState } from './state.ts';

/**
 * Whether an instance ran well before this life of the kubelet: its readiness is kept until a probe says otherwise.
 * Since 1.35. *Source:* pkg/kubelet/prober/prober_manager.go; docs/fidelity.md 1.8.5.
 */
export const outlivedKubelet = (pod: PodState, instance: string): boolean => {
  const { keepsReadinessOverRestart, mutants } = pod.features;
  if (!keepsReadinessOverRestart || mutants['unready-after-kubelet-restart'] === true) return false;
  const startedAt = pod.runtime.containers.find((each) => each.id === instance)?.startedAt;
  if (startedAt === undefined) return false;
  // The API has whole seconds.
  return Math.floor(startedAt / SECOND) * SECOND < pod.kubeletStart - PROBE_RESTART_MARGIN;
};
