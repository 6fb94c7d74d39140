import type { Container } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import { MINIMUM_POD_GRACE_SECONDS, MINIMUM_STOP_SECONDS } from '../constants.ts';
import type { Features } from '../features.ts';
import { NO_MUTANTS } from '../mutants.ts';
import type { Mutants } from '../mutants.ts';
import type { KillReason } from './steps.ts';

/**
 * The effective grace of the kill of a whole pod, seconds. *Source:* pkg/kubelet/pod_workers.go,
 * calculateEffectiveGracePeriod; docs/fidelity.md 1.3.5.
 */
export const effectiveGrace = (
  stored: number,
  pod: ApiPod,
  override: number | undefined,
  features: Features,
): { readonly grace: number; readonly shortened: boolean } => {
  let grace = stored;
  let overridden = false;
  const deletion = pod.deletionGracePeriodSeconds;
  if (deletion !== undefined && (grace === 0 || deletion < grace)) {
    grace = deletion;
    overridden = true;
  }
  if (override !== undefined && (grace === 0 || override < grace)) {
    grace = override;
    overridden = true;
  }
  const zeroIsAsked = features.zeroGraceIsOne && features.mutants['evict-zero-means-full'] !== true;
  if ((!overridden || !zeroIsAsked) && grace === 0) grace = pod.spec.terminationGracePeriodSeconds ?? 0;
  if (grace < MINIMUM_POD_GRACE_SECONDS) grace = MINIMUM_POD_GRACE_SECONDS;
  return { grace, shortened: stored !== 0 && stored !== grace };
};

/**
 * The grace that the kill of one container begins with, seconds, before any override. *Source:*
 * pkg/kubelet/kuberuntime/kuberuntime_container.go, setTerminationGracePeriod; docs/fidelity.md 3.5.
 */
export const containerGrace = (
  pod: ApiPod,
  container: Container | undefined,
  reason: KillReason,
  mutants: Mutants = NO_MUTANTS,
): number => {
  const ofLiveness = container?.livenessProbe?.terminationGracePeriodSeconds;
  if (mutants['probe-grace-for-every-kill'] === true && ofLiveness !== undefined) return ofLiveness;
  if (pod.deletionGracePeriodSeconds !== undefined) return pod.deletionGracePeriodSeconds;
  if (pod.spec.terminationGracePeriodSeconds === undefined) return MINIMUM_STOP_SECONDS;
  if (mutants['probe-grace-ignored'] === true) return pod.spec.terminationGracePeriodSeconds;
  if (reason === 'startup' && container?.startupProbe?.terminationGracePeriodSeconds !== undefined)
    return container.startupProbe.terminationGracePeriodSeconds;
  if (reason === 'liveness' && ofLiveness !== undefined) return ofLiveness;
  return pod.spec.terminationGracePeriodSeconds;
};
