import type { Micros, TimerId, Turn } from '@simlet/core';

import type { ApiPod, ApiPodStatus } from '../api-pod.ts';
import type { Features } from '../features.ts';
import type { HookName } from '../facts.ts';
import type { CallId, RuntimeAnswer, RuntimeReport, StatusOfAnother, ShutdownGroup } from '../messages.ts';
import type { PodAddresses } from '../names.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import type { Correlator } from './correlator.ts';
import type { Step } from './steps.ts';

/**
 * What the kubelet knows of one pod. A turn changes a copy of it (`copyOfPod`) with its worker, its timers and its sync,
 * which are copied along; whatever else it holds is replaced, never changed in place, so that the state that a turn began
 * with stays as it was.
 */
export interface PodState {
  readonly addresses: PodAddresses;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  /** When this life of the kubelet began, and its number: 0, 1, ... */
  readonly kubeletStart: Micros;
  readonly generation: number;
  readonly features: Features;
  /** The pod manager's copy of the object; undefined while the kubelet has no configuration of the pod. */
  pod: ApiPod | undefined;
  /** What shows a static pod in the API: whatever mirror has its full name. */
  mirror: ApiPod | undefined;
  /** The mirror that the status was last written to. */
  mirrorWritten: string | undefined;
  /** The last object that was known, also after its removal. */
  lastPod: ApiPod | undefined;

  /** The runtime as it is; the kubelet looks at it only where the real one asks the runtime. */
  runtime: RuntimePodStatus;
  pleg: Pleg;
  /** The last time without a runtime, which may not be over: no relist succeeds then. */
  outage: Outage | undefined;
  readonly worker: Worker;
  sync: Sync | undefined;
  /** Work queue: when the pod is due for a sync, and the tick that will see it. */
  dueAt: Micros | undefined;
  readonly timers: Timers;

  status: StatusCache;
  /** Why containers could not be started, by name: what waiting states show. */
  reasons: Readonly<Record<string, StartFailure>>;
  crashBackoff: Readonly<Record<string, BackoffEntry>>;
  imageBackoff: Readonly<Record<string, ImageBackoffEntry>>;
  /** Here and below, short lists: they are quicker to look through and to copy than records whose keys are texts. */
  probes: readonly ProbeWorker[];
  results: readonly ProbeVerdict[];
  correlator: Correlator;
  /** Calls to the runtime under way, oldest first. */
  calls: readonly { readonly call: CallId; readonly continuation: Continuation }[];
  callCount: number;
  kills: readonly Kill[];
}

/** Pending timers of the process, and the instants of some. */
export interface Timers {
  take: TimerId | undefined;
  relist: TimerId | undefined;
  relistAt: Micros | undefined;
  tick: TimerId | undefined;
  tickAt: Micros | undefined;
  housekeeping: TimerId | undefined;
  garbage: TimerId | undefined;
  statusPass: TimerId | undefined;
}

/** What a relist found to have happened. */
export type LifecycleEvent = { readonly kind: 'started' | 'died' | 'removed' | 'sync'; readonly id: string };

/** Since when the runtime was down, and until when; undefined while it still is. */
export interface Outage {
  readonly from: Micros;
  readonly to: Micros | undefined;
}

/** The pod lifecycle event generator's record, and the cache that it feeds. */
export interface Pleg {
  readonly record: RuntimePodStatus;
  /** The status that syncs see; undefined until a relist met the pod. */
  readonly status: RuntimePodStatus | undefined;
  /** When the cached status was last changed or confirmed by a relist of this pod. */
  readonly observedAt: Micros;
  /** Address of the pod; it outlives the sandbox, but not the kubelet. */
  readonly ip: string | undefined;
}

export type UpdateType = 'create' | 'update' | 'sync' | 'kill';

/** A reason for the worker to look at its pod. */
export interface Update {
  readonly type: UpdateType;
  readonly pod: ApiPod | undefined;
  readonly kill?: KillOptions;
}

/** How a kill that was asked for is to be done. */
export interface KillOptions {
  readonly evict?: boolean;
  readonly override?: number;
  /** Reason and message that the status gets with the termination. */
  readonly status?: { readonly reason: string; readonly message: string };
}

/** The pod worker. *Source:* pkg/kubelet/pod_workers.go, podSyncStatus; docs/fidelity.md 1.3.1. */
export interface Worker {
  startedAt: Micros | undefined;
  terminatingAt: Micros | undefined;
  terminatedAt: Micros | undefined;
  finished: boolean;
  /** Housekeeping found it finished, and the pod is not wanted any more. */
  forgotten: boolean;
  deleted: boolean;
  evicted: boolean;
  /** The shutdown of the node waits for it. */
  shutsDown: boolean;
  /** A pod that only the runtime knows. */
  orphan: boolean;
  /** Effective grace, seconds; 0 while none was computed. */
  grace: number;
  pending: Update | undefined;
  pendingSince: Micros | undefined;
  /** What the sync that waits or runs was taken up for. */
  active: Update | undefined;
  /** An update was taken and waits for a status newer than the end of the last sync. What it will do is settled. */
  waiting: { readonly kind: SyncKind; readonly cancelled: boolean; readonly notBefore: Micros } | undefined;
  /** End of the last sync; -1 before the first. */
  lastSync: Micros;
  syncCount: number;
  statusOverride: { readonly reason: string; readonly message: string } | undefined;
}

export type SyncKind = 'sync' | 'terminating' | 'terminated';

/** A sync in progress: what is left of its plan, and what came of it so far. */
export interface Sync {
  kind: SyncKind;
  pod: ApiPod | undefined;
  /** The cached runtime status that the sync started with. */
  status: RuntimePodStatus;
  steps: readonly Step[];
  /** What the current step waits for. */
  current: Step | undefined;
  errors: readonly SyncError[];
  acted: boolean;
  cancelled: boolean;
  /** Containers that it started, or failed to: why. */
  startResults: readonly { readonly container: string; readonly failure: StartFailure | undefined }[];
}

/** An error of a sync; `retryAt` where it knows when to try again. */
export interface SyncError {
  readonly text: string;
  /** CrashLoopBackOff: when it is over. */
  readonly retryAt?: Micros;
}

/** Why a container could not be started, as its waiting state shows it. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** A back-off: how long, and since when. */
export interface BackoffEntry {
  readonly duration: Micros;
  readonly lastUpdate: Micros;
}

export interface ImageBackoffEntry extends BackoffEntry {
  readonly error: string;
}

/** What the status manager keeps of a pod. */
export interface StatusCache {
  readonly status: ApiPodStatus | undefined;
  /** SyncTerminatedPod is done: the final deletion may be sent. */
  readonly finished: boolean;
}

export type ProbeType = 'startup' | 'readiness' | 'liveness';
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** What the probe of a type has found about an instance. */
export interface ProbeVerdict {
  readonly type: ProbeType;
  readonly instance: string;
  readonly result: ProbeResult;
}

/** The worker of one probe of one container. */
export interface ProbeWorker {
  /** `type/container`: what its timers and calls say. */
  readonly key: string;
  readonly type: ProbeType;
  readonly container: string;
  readonly period: Micros;
  /** The instance it looks at. */
  readonly instance: string | undefined;
  readonly lastResult: ProbeResult | undefined;
  /** How often the last result came in a row. */
  readonly run: number;
  /** No more probes until there is a new instance. */
  readonly onHold: boolean;
  /** The ticker fires at this time and every period after it. */
  readonly tickerFrom: Micros;
  readonly begun: boolean;
  /** A trigger that the worker has not taken yet, and one that it has taken. */
  readonly triggered: boolean;
  readonly taken: boolean;
  readonly stopped: boolean;
  readonly timer: TimerId | undefined;
  /** The sync in whose context it was made, and whether that context was cancelled: its commands are cancelled then. */
  readonly madeBySync: number;
  readonly cancelled: boolean;
  readonly inFlight: { readonly since: Micros; readonly tries: number } | undefined;
}

/** One container on its way down. *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer. */
export interface Kill {
  readonly id: string;
  readonly name: string;
  /** Seconds left of the grace when the stage began. */
  readonly grace: number;
  readonly override: number | undefined;
  readonly stage: 'preStop' | 'ordering' | 'stopping' | 'failed';
  /** Text of the Killing event, where it is told when the container is stopped. */
  readonly message: string | undefined;
  readonly stageSince: Micros;
  /** Whether the kill is of the whole pod, where sidecars wait for their turn. */
  readonly ordered: boolean;
  readonly timer: TimerId | undefined;
  readonly hookCall: string | undefined;
}

/** What an answer of the runtime is for. */
export type Continuation =
  | { readonly kind: 'step' }
  | {
      readonly kind: 'hook';
      readonly hook: HookName;
      readonly instance: string;
      readonly container: string;
    }
  | { readonly kind: 'stop'; readonly instance: string }
  | { readonly kind: 'probe'; readonly key: string }
  | { readonly kind: 'collect' };

/** All that the process of a pod may be sent. */
export type PodMessage =
  | { readonly kind: 'config'; readonly pod: ApiPod | undefined }
  | {
      readonly kind: 'kill-now';
      readonly cause: 'eviction' | 'preemption' | 'shutdown';
      /** Absent: the grace of the pod. */
      readonly gracePeriodSeconds?: number;
      readonly message: string;
    }
  | { readonly kind: 'mirror'; readonly pod: ApiPod | undefined }
  | { readonly kind: 'shutdown'; readonly group: ShutdownGroup; readonly seconds: number }
  | { readonly kind: 'kill-deadline' }
  | { readonly kind: 'take' }
  | { readonly kind: 'rested' }
  | { readonly kind: 'runtime-outage'; readonly up: boolean }
  | { readonly kind: 'relist' }
  | { readonly kind: 'relist-on-demand' }
  | { readonly kind: 'lifecycle-events'; readonly events: readonly LifecycleEvent[] }
  | { readonly kind: 'tick' }
  | { readonly kind: 'housekeeping' }
  | { readonly kind: 'collect-garbage' }
  | { readonly kind: 'status-pass' }
  | { readonly kind: 'probe-due'; readonly key: string }
  | { readonly kind: 'probe-trigger'; readonly key: string }
  | { readonly kind: 'post-start-begins' }
  | { readonly kind: 'prestop-limit'; readonly instance: string }
  | { readonly kind: 'ordering-limit'; readonly instance: string }
  | {
      readonly kind: 'pull-ended';
      readonly call: string;
      readonly ok: boolean;
      readonly error?: string | undefined;
      readonly pullMs: number;
      readonly totalMs: number;
    }
  | RuntimeAnswer
  | RuntimeReport
  | StatusOfAnother;

export type PodTurn = Turn<PodMessage>;
