import type { Micros } from '@simlet/core';
import type { PodSpec } from '@simlet/objects';

import type { CompactStatus } from './facts.ts';

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
  readonly deletionTimestamp?: Micros;
  readonly deletionGracePeriodSeconds?: number;
  readonly status: ApiPodStatus;
  /** From a manifest on the node, not from the API server. */
  readonly static?: true;
  /**
   * Of a mirror pod: the UID that the API server gave it. `uid` is that of the static pod which it shows, so that the
   * status manager need not translate.
   */
  readonly mirror?: string;
}

/** The status in the API: what traces show of it, and what the kubelet reads back. */
export interface ApiPodStatus extends CompactStatus {
  /** `status.startTime`, truncated to the second. */
  readonly startTime?: Micros | undefined;
  readonly podIP?: string | undefined;
  /** `lastTransitionTime` by condition, truncated to the second. */
  readonly transitions?: Readonly<Record<string, Micros>> | undefined;
}
