/**
 * The vocabulary of what happens on a node: the same entries as in a trace of the real kubelet
 * (`packages/cluster/conformance/README.md`), so that the two can be compared field by field. The world adds the times.
 *
 * A `container` field names an instance: `main#2` is the third instance created (from 0) of the container name `main`
 * in pods of that name over the whole run; `sandbox#1` likewise. `container` is the bare name where there is no instance.
 */
export type Fact =
  | CriFact
  | SignalFact
  | ContainerFact
  | HookFact
  | ProbeFact
  | EventFact
  | StatusFact
  | ApiFact
  | KubeletFact
  | RuntimeFact
  | ActionFact;

export type CriCall =
  | 'RunPodSandbox'
  | 'StopPodSandbox'
  | 'RemovePodSandbox'
  | 'PullImage'
  | 'CreateContainer'
  | 'StartContainer'
  | 'StopContainer'
  | 'RemoveContainer';
/**
 * How a call of the runtime ended: cancelled by the kubelet, or cut off with it, are ends of their own. `lost`: the
 * runtime did what was asked, or will, and the kubelet was told of an error.
 */
export type CriResult = 'ok' | 'error' | 'canceled' | 'kubeletStop' | 'lost';

/** A call of the kubelet to the container runtime. Calls that take no time have a result and no phase. */
export interface CriFact {
  readonly kind: 'cri';
  readonly call: CriCall;
  readonly phase?: 'begin' | 'end';
  readonly pod?: string;
  readonly container?: string;
  readonly sandbox?: string;
  readonly image?: string;
  readonly result?: CriResult | undefined;
  /** StopContainer: whole seconds until SIGKILL. */
  readonly timeoutSeconds?: number;
  /** CreateContainer: the attempt number in the metadata, from 0. */
  readonly attempt?: number;
  readonly alreadyStopped?: boolean;
}

/** The runtime sent a signal to a container. */
export interface SignalFact {
  readonly kind: 'signal';
  readonly pod: string;
  readonly container: string;
  readonly signal: 'SIGTERM' | 'SIGKILL';
}

/** The process of a container began or ended. */
export interface ContainerFact {
  readonly kind: 'container';
  readonly pod: string;
  readonly container: string;
  readonly event: 'running' | 'exited';
  readonly exitCode?: number;
  readonly cause?: 'self' | 'SIGTERM' | 'SIGKILL' | 'injected' | 'sandboxDeath';
}

export type HandlerKind = 'exec' | 'httpGet' | 'sleep' | 'tcpSocket';
export type HookName = 'postStart' | 'preStop';
/** How the call of a hook or probe ended. */
export type CallOutcome =
  | 'ok'
  | 'fail'
  | 'timeout'
  | 'containerExited'
  | 'notRunning'
  | 'canceled'
  | 'kubeletStop'
  /** It ran to its end, and the kubelet did not hear how it ended. */
  | 'lost';

/** A hook was delivered, or ended. */
export interface HookFact {
  readonly kind: 'hook';
  readonly hook: HookName;
  readonly handler: HandlerKind;
  readonly pod: string;
  readonly container: string;
  readonly phase: 'start' | 'end';
  /** 0, 1, ... for the same instance. */
  readonly delivery?: number;
  readonly outcome?: CallOutcome;
  readonly durMs?: number;
}

/** A probe ended; `durMs` before that it began. */
export interface ProbeFact {
  readonly kind: 'probe';
  readonly probe: 'startup' | 'readiness' | 'liveness';
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc';
  readonly pod: string;
  readonly container: string;
  readonly outcome: CallOutcome;
  readonly durMs: number;
}

/** A Kubernetes event as written to the API after client-side correlation. */
export interface EventFact {
  readonly kind: 'event';
  readonly pod: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string | undefined;
  readonly count: number;
}

/** A status patch that changed the pod in the API. */
export interface StatusFact {
  readonly kind: 'status';
  readonly pod: string;
  readonly status: CompactStatus;
}

/** Somebody changed a pod in the API, or asked for its deletion. */
export interface ApiFact {
  readonly kind: 'api';
  readonly pod: string;
  readonly op: 'created' | 'updated' | 'delete';
  /** Of creations only those of mirror pods have it. */
  readonly by?: 'user' | 'kubelet';
  readonly requestedGraceSeconds?: number;
  readonly result?: 'graceful' | 'shortened' | 'pending' | 'removed' | 'notFound' | 'conflict';
  readonly deletionGracePeriodSeconds?: number;
  readonly container?: string;
  readonly image?: string;
}

/** The kubelet process stopped or started. */
export interface KubeletFact {
  readonly kind: 'kubelet';
  readonly event: 'started' | 'stopped';
  /** 0, 1, ... one more with each start. */
  readonly generation: number;
}

/** The container runtime died or came back; containers run on, unless it took them with it. */
export interface RuntimeFact {
  readonly kind: 'runtime';
  readonly event: 'started' | 'stopped';
  readonly takesContainers?: boolean;
}

/** Echo of an action of the scenario. */
export interface ActionFact {
  readonly kind: 'action';
  readonly op: string;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  readonly node?: string | undefined;
}

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** A pod status in short. Times are whole seconds since time 0, rounded down, as the API stores them. */
export interface CompactStatus {
  readonly phase: Phase;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  /** Condition type to `True`, `False:Reason`, ... */
  readonly conditions: Readonly<Record<string, string>>;
  readonly containers?: readonly CompactContainerStatus[] | undefined;
  readonly initContainers?: readonly CompactContainerStatus[] | undefined;
  readonly observedGeneration?: number | undefined;
}

/**
 * What the API shows of a container, in short form; times in whole seconds. All of them are made with all of these
 * fields in this order, and what is absent is undefined: there are many, and they are compared all the time.
 */
export interface CompactContainerStatus {
  readonly name: string;
  readonly id?: string | undefined;
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly startedAtS?: number | undefined;
  readonly finishedAtS?: number | undefined;
  readonly ready: boolean;
  /** Absent of init containers up to 1.27. */
  readonly started?: boolean | undefined;
  readonly restartCount: number;
  /** The last termination state; a waiting or running one where the instance before did not end. */
  readonly last?: CompactTermination | undefined;
}

/** How the instance before this one ended, as `lastState` shows it. */
export interface CompactTermination {
  readonly state: 'terminated' | 'waiting' | 'running';
  readonly id?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly startedAtS?: number | undefined;
  readonly finishedAtS?: number | undefined;
}
