import type { Micros } from '@simlet/core';
import type { PodSpec } from '@simlet/objects';

import type { CompactStatus } from './facts.ts';
import type { Writable } from './writable.ts';

/** A pod as the API server stores it and the kubelet sees it. */
export interface ApiPod {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly generation: number;
  readonly createdAt: Micros;
  /** With all defaults applied. */
  readonly spec: PodSpec;
  /** `metadata.deletionTimestamp`, and `metadata.deletionGracePeriodSeconds` beside it. */
  readonly deletionTimestamp?: Micros | undefined;
  readonly deletionGracePeriodSeconds?: number | undefined;
  readonly status: ApiPodStatus;
  /** From a manifest on the node, not from the API server. */
  readonly static?: true | undefined;
  /**
   * Of a mirror pod: the UID that the API server gave it. `uid` is that of the static pod which it shows, so that the
   * status manager need not translate.
   */
  readonly mirror?: string | undefined;
}

/** A copy of a pod to be changed: a literal, so that all pods have one shape. */
export const copyOfApiPod = (pod: ApiPod): Writable<ApiPod> => ({
  uid: pod.uid,
  name: pod.name,
  namespace: pod.namespace,
  generation: pod.generation,
  createdAt: pod.createdAt,
  spec: pod.spec,
  deletionTimestamp: pod.deletionTimestamp,
  deletionGracePeriodSeconds: pod.deletionGracePeriodSeconds,
  status: pod.status,
  static: pod.static,
  mirror: pod.mirror,
});

/** The status in the API: what traces show of it, and what the kubelet reads back. */
export interface ApiPodStatus extends CompactStatus {
  /** `status.startTime`, truncated to the second. */
  readonly startTime?: Micros | undefined;
  readonly podIP?: string | undefined;
  /** `lastTransitionTime` by condition, truncated to the second. */
  readonly transitions?: Readonly<Record<string, Micros>> | undefined;
}

/** The status of a pod that nobody has said anything about. */
export const NEW_STATUS: ApiPodStatus = {
  phase: 'Pending',
  reason: undefined,
  message: undefined,
  conditions: {},
  containers: undefined,
  initContainers: undefined,
  podIP: undefined,
  observedGeneration: undefined,
  startTime: undefined,
  transitions: undefined,
};
