import type { Address } from '@simlet/core';

import type { ApiPod, ApiPodStatus } from './api-pod.ts';
import type { CallOutcome, HandlerKind, HookName } from './facts.ts';
import type { RuntimePodStatus } from './runtime/status.ts';

/** A call under way, unique for each life of the kubelet: `generation:number`. */
export type CallId = string;

/** What the kubelet asks of the runtime for one pod. */
export type RuntimeRequest =
  | {
      readonly kind: 'run-sandbox';
      readonly call: CallId;
      readonly uid: string;
      readonly name: string;
      readonly namespace: string;
    }
  | { readonly kind: 'stop-sandbox'; readonly call: CallId; readonly sandbox: string }
  | { readonly kind: 'remove-sandbox'; readonly sandbox: string }
  | {
      readonly kind: 'create-container';
      readonly call: CallId;
      readonly container: string;
      readonly attempt: number;
      readonly image: string;
    }
  | { readonly kind: 'start-container'; readonly call: CallId; readonly id: string }
  | {
      readonly kind: 'stop-container';
      readonly call: CallId;
      readonly id: string;
      readonly timeoutSeconds: number;
    }
  | { readonly kind: 'remove-container'; readonly id: string }
  | HookRequest
  | ProbeRequest
  | { readonly kind: 'cancel'; readonly call: CallId };

/** Delivers a hook to a container: a command in it, a request to its address, or a sleep beside it. */
export interface HookRequest {
  readonly kind: 'hook';
  readonly call: CallId;
  readonly hook: HookName;
  readonly handler: HandlerKind;
  readonly container: string;
  readonly id: string;
  /** `sleep` handlers: how long. */
  readonly seconds: number | undefined;
}

/** The kubelet has the runtime carry out one probe. */
export interface ProbeRequest {
  readonly kind: 'probe';
  readonly call: CallId;
  readonly probe: 'startup' | 'readiness' | 'liveness';
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc';
  readonly container: string;
  readonly id: string;
  readonly timeoutSeconds: number;
  /** The context of the caller is cancelled already. */
  readonly cancelled: boolean;
}

/** The end of a call, as the kubelet sees it. */
export interface RuntimeAnswer {
  readonly kind: 'answer';
  readonly call: CallId;
  readonly ok: boolean;
  /** The sandbox or container made. */
  readonly id?: string | undefined;
  readonly error?: string | undefined;
  /** Hooks and probes: how it ended. */
  readonly outcome?: CallOutcome | undefined;
  readonly httpStatus?: number | undefined;
  readonly exitCode?: number | undefined;
}

/** The state of a pod in the runtime, whenever it changed: what a list would say at this instant. */
export interface RuntimeReport {
  readonly kind: 'runtime-status';
  readonly status: RuntimePodStatus;
}

/** A pod of one source as it is now; undefined where it is gone. */
export interface WatchMessage {
  readonly kind: 'watch';
  readonly session: number;
  readonly uid: string;
  readonly pod: ApiPod | undefined;
  /** It is about the mirror of the static pod with this UID. */
  readonly mirror?: boolean;
}

/** What the node's loop hears: pods from the API server's watch, pods found in the runtime, faults of the operator. */
export type LoopMessage =
  | WatchMessage
  | {
      readonly kind: 'found-in-runtime';
      readonly uid: string;
      readonly name: string;
      readonly namespace: string;
      readonly status: RuntimePodStatus;
    }
  /** The runtime made the sandbox of a pod long after the kubelet gave up on it: a relist finds it. */
  | {
      readonly kind: 'appeared-in-runtime';
      readonly uid: string;
      readonly name: string;
      readonly namespace: string;
      readonly status: RuntimePodStatus;
    }
  /** The runtime went down or came back: a list of it fails meanwhile. */
  | { readonly kind: 'runtime-outage'; readonly up: boolean }
  /** The runtime has been down for so long that the loop pauses. */
  | { readonly kind: 'runtime-error'; readonly since: number }
  | { readonly kind: 'loop-begins' }
  /** Nothing is left of a pod. */
  | { readonly kind: 'pod-over'; readonly uid: string }
  /** The worker of a static pod is done with it. */
  | { readonly kind: 'static-pod-finished'; readonly uid: string }
  /** A static pod that waits for another one of its full name tries again. */
  | { readonly kind: 'static-pod-retry'; readonly uid: string }
  | { readonly kind: 'mirror-housekeeping' }
  | {
      /** The eviction manager or the admission of a critical pod kills a pod. */
      readonly kind: 'kill-now';
      readonly cause: 'eviction' | 'preemption';
      readonly pod: string;
      /** Absent: the grace of the pod. */
      readonly gracePeriodSeconds?: number;
      readonly message: string;
    }
  /** The node is about to shut down: seconds for regular pods, then for critical ones. */
  | { readonly kind: 'node-shutdown'; readonly regularSeconds: number; readonly criticalSeconds: number }
  | { readonly kind: 'shutdown-group-over'; readonly group: ShutdownGroup }
  /** A pod is down, or has no part in the group whose turn it is. */
  | { readonly kind: 'shutdown-answer'; readonly uid: string };

export type ShutdownGroup = 'regular' | 'critical';

/** What the API server hears from the kubelet. */
export type ApiRequest =
  | { readonly kind: 'list-and-watch'; readonly subscriber: Address; readonly session: number }
  | {
      /** A read, a patch of what changed, and where the pod is done the final deletion with grace 0. */
      readonly kind: 'patch-status';
      readonly uid: string;
      readonly status: ApiPodStatus;
      /** While it could, a terminal phase is withheld. */
      readonly couldHaveRunningContainers: boolean;
      readonly deletes: FinalDeletion;
      readonly from: Address;
    }
  | MirrorRequest;

/** What the kubelet asks for the mirrors of its static pods. */
export type MirrorRequest =
  | {
      /** Makes the mirror, after it has deleted the one with the UID `replaces` where that is given. */
      readonly kind: 'make-mirror';
      readonly pod: ApiPod;
      readonly replaces: string | undefined;
    }
  | { readonly kind: 'delete-mirror' };

/** Whether the kubelet deletes a pod on its way out for good, with grace 0, after it wrote its status. */
export type FinalDeletion = 'no' | 'in-terminal-phase' | 'in-any-phase';

/** The name of a patched pod belongs to another pod by now. */
export interface StatusOfAnother {
  readonly kind: 'status-of-another';
}
