import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { copyOfApiPod, isPodTerminal } from '@simlet/kubelet';
import type { ApiFact, ApiPod } from '@simlet/kubelet';

export interface Deletion {
  readonly result: NonNullable<ApiFact['result']>;
  /** The object afterwards; undefined where it is removed. */
  readonly pod: ApiPod | undefined;
}

/**
 * What a request to delete a pod does to it. *Source:* staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go,
 * BeforeDelete; pkg/registry/core/pod/strategy.go, CheckGracefulDelete; docs/fidelity.md 7.5.
 */
export const deletePod = (pod: ApiPod, requested: number | undefined, now: Micros): Deletion => {
  const asked = requested !== undefined && requested < 0 ? 1 : requested;
  if (pod.deletionTimestamp !== undefined) return deleteAgain(pod, pod.deletionTimestamp, asked);
  const period = isPodTerminal(pod.status.phase) ? 0 : (asked ?? pod.spec.terminationGracePeriodSeconds ?? 0);
  if (period === 0) return { result: 'removed', pod: undefined };
  const next = copyOfApiPod(pod);
  next.generation += 1;
  next.deletionTimestamp = wholeSecond(now) + period * SECOND;
  next.deletionGracePeriodSeconds = period;
  return { result: 'graceful', pod: next };
};

/** A deletion under way can only be shortened. */
const deleteAgain = (pod: ApiPod, deadline: Micros, asked: number | undefined): Deletion => {
  const before = pod.deletionGracePeriodSeconds ?? 0;
  if (before === 0 || asked === 0) return { result: 'removed', pod: undefined };
  if (asked === undefined || asked >= before) return { result: 'pending', pod };
  const next = copyOfApiPod(pod);
  next.deletionTimestamp = deadline - before * SECOND + asked * SECOND;
  next.deletionGracePeriodSeconds = asked;
  return { result: 'shortened', pod: next };
};

const wholeSecond = (time: Micros): Micros => Math.floor(time / SECOND) * SECOND;
