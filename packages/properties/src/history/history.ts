import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { CallOutcome, CompactStatus, CriResult, HandlerKind } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import type { Part } from './pod-parts.ts';

/**
 * What the facts so far have said, as far as it still matters: flat, because a pod is forgotten once its object and its
 * containers are gone, and a container remembers its newest two instances only.
 */
export interface History {
  readonly scenario: Scenario;
  /** The minor version of Kubernetes: 36 for 1.36. */
  readonly minor: number;
  readonly kubelet: KubeletLife;
  /** The last time without a container runtime, which may not be over. */
  readonly outage: { readonly from: Micros; readonly to: Micros | undefined } | undefined;
  /** The pod objects by name, the newest of each name. */
  readonly lives: ReadonlyMap<string, Life>;
  /** Pods that were replaced by one of the same name while containers of them were still there. */
  readonly former: readonly Life[];
}

export interface KubeletLife {
  readonly up: boolean;
  /** -1 before the first start. */
  readonly generation: number;
  readonly startedAt: Micros;
}

/**
 * One pod object (one UID), from its creation in the API until its containers are gone. The next fact about the pod changes this
 * record and those of its instances in place: keep what they say, not them.
 */
export interface Life {
  /** 0, 1, ... in the order of creation over the whole run. */
  readonly serial: number;
  readonly name: string;
  readonly pod: Pod;
  readonly parts: ReadonlyMap<string, Part>;
  readonly createdAt: Micros;
  /** From a manifest on the node. What the API shows of it is its mirror, and no fact about this pod. */
  readonly static: boolean;
  /** A pod of the same name was there before and not yet gone: the facts cannot tell for sure whose a container is. */
  readonly overlapped: boolean;
  readonly requests: readonly TerminationRequest[];
  /** When the object left the API, and by whom. */
  readonly removed: { readonly at: Micros; readonly by: 'user' | 'kubelet' } | undefined;
  readonly status: CompactStatus | undefined;
  /** Since when the API shows a container as not started, by name. */
  readonly unstartedSince: Readonly<Record<string, Micros>>;
  readonly sandbox: SandboxLife;
  /** The sandbox in which each init container last exited with 0, and each other container last ran. */
  readonly reachedIn: Readonly<Record<string, number>>;
  /** The newest instance of a container was removed, so that for the kubelet that container may never have run. */
  readonly recordLost: boolean;
  /** The kubelet of this generation has begun to terminate the pod for good. */
  readonly terminating: { readonly at: Micros; readonly generation: number } | undefined;
  /** Containers whose image was changed in the API, and when first. */
  readonly imageUpdates: Readonly<Record<string, Micros>>;
  /** Of the present kubelet: how many events of each type it wrote. Past 25 the client may drop some. */
  readonly eventsWritten: { readonly generation: number; readonly Normal: number; readonly Warning: number };
  /** The last fact about this pod, statuses and events apart. */
  readonly lastProgressAt: Micros;
  /** Calls of the runtime that the kubelet waits for. */
  readonly callsUnderWay: number;
  /** Newest two instances of each container and all that have not exited, oldest first. */
  readonly instances: readonly Instance[];
}

/** `deletion`: through the API, or of the manifest of a static pod; the others come from the node itself. */
export type RequestKind = 'deletion' | 'eviction' | 'preemption' | 'shutdown';

/** A reason for the kubelet to end the pod. */
export interface TerminationRequest {
  readonly kind: RequestKind;
  readonly at: Micros;
  /** `deletionGracePeriodSeconds`, or the override of the eviction; 0 for a removal at once. */
  readonly seconds: number;
  /** The kubelet that was there; a request of the node dies with it. */
  readonly generation: number;
  /** Of a request of the node: the kubelet knew the pod for sure. What is asked of it before that may do nothing. */
  readonly heeded?: true;
}

export interface SandboxLife {
  /** How many sandboxes were begun before the present one; -1: none yet. */
  readonly serial: number;
  readonly name?: string;
  readonly startedAt?: Micros;
  /** Ready no more: stopped, or died. */
  readonly lostAt?: Micros;
  readonly stopping: boolean;
}

/** One instance of a container: `main#2`. */
export interface Instance {
  readonly id: string;
  readonly container: string;
  readonly life: number;
  readonly sandbox: number;
  readonly attempt: number | undefined;
  /** The kubelet that created it. */
  readonly generation: number;
  readonly createBeganAt: Micros;
  readonly createdAt: Micros | undefined;
  /** The kubelet was told that the creation failed: it was done all the same, or may be done later. */
  readonly creationLost: boolean;
  readonly startBeganAt: Micros | undefined;
  readonly startFailed: boolean | undefined;
  readonly runningAt: Micros | undefined;
  /** Since when the API had not shown its container as started when it began to run. */
  readonly unstartedSince: Micros | undefined;
  readonly exited: Exit | undefined;
  readonly postStart: HookRun | undefined;
  readonly kill: Kill | undefined;
  /** PreStop deliveries that began so far, and the last of them, also when its kill is over. */
  readonly preStops: number;
  readonly lastPreStop: HookRun | undefined;
  /** When a StopContainer last ended without success. */
  readonly stopFailedAt: Micros | undefined;
  readonly sigtermAt: Micros | undefined;
  readonly sigkillAt: Micros | undefined;
  /** A startup probe succeeded. */
  readonly startupOkAt: Micros | undefined;
  /** The last kubelet that came upon it while it ran and the API did not show it as started. */
  readonly foundUnstartedBy: number | undefined;
  readonly removed: boolean;
}

export interface Exit {
  readonly at: Micros;
  readonly code: number | undefined;
  readonly cause: 'self' | 'SIGTERM' | 'SIGKILL' | 'injected' | 'sandboxDeath' | undefined;
}

export interface HookRun {
  readonly handler: HandlerKind;
  readonly generation: number;
  readonly startedAt: Micros;
  readonly delivery: number;
  readonly endedAt?: Micros;
  readonly outcome?: CallOutcome;
  /** It ended, and the kubelet takes that for a failure. */
  readonly failed: boolean;
}

/** Why a container is killed, read off the message of its Killing event; `unknown`: that event was dropped. */
export type KillCause =
  | 'pod'
  | 'liveness'
  | 'startup'
  | 'postStart'
  | 'definition'
  | 'runtimeUnknown'
  | 'restartAll'
  | 'unknown';

/** One kill of one instance by one kubelet, from its Killing event to the end of its StopContainer. */
export interface Kill {
  /** T0: the grace period counts from here. */
  readonly at: Micros;
  /** Of a kill that nothing announced: it may have begun here as well, and the container have waited for others since. */
  readonly orAt?: Micros;
  readonly generation: number;
  readonly cause: KillCause;
  readonly announced: boolean;
  readonly preStop?: HookRun;
  /** A PreStop that found nothing to run in. */
  readonly preStopFoundNothing?: boolean;
  readonly stop?: {
    readonly at: Micros;
    readonly timeoutSeconds: number;
    readonly endedAt?: Micros;
    readonly result?: CriResult;
  };
}
