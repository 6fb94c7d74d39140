import type { Micros } from '@simlet/core';

import type { Disturbance } from '../foresight.ts';

/** What a container runtime says of one pod: immutable, so that the kubelet may keep it as it is. */
export interface RuntimePodStatus {
  /** Newest first. */
  readonly sandboxes: readonly SandboxStatus[];
  /** Newest first. */
  readonly containers: readonly InstanceStatus[];
  /** What is known beforehand of the pod's future, where routine may be skipped. Only the model of a runtime has it. */
  readonly foreseen?: readonly Disturbance[] | undefined;
}

export interface SandboxStatus {
  readonly id: string;
  readonly attempt: number;
  readonly ready: boolean;
  readonly ip: string;
}

/** One container of the runtime: an instance of a container of the pod. */
export interface InstanceStatus {
  /** `main#2`. */
  readonly id: string;
  readonly name: string;
  /** The restart count given at creation. */
  readonly attempt: number;
  readonly image: string;
  readonly sandbox: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly startedAt?: Micros | undefined;
  readonly finishedAt?: Micros | undefined;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
}

export const EMPTY_RUNTIME_STATUS: RuntimePodStatus = { sandboxes: [], containers: [], foreseen: undefined };
