import type { Address, Micros, Turn } from '@simlet/core';

import type { ContainerBehaviour, RuntimeLatencies } from '../behaviour.ts';
import type { Disturbance } from '../foresight.ts';
import type { HookRequest, ProbeRequest, RuntimeAnswer, RuntimeRequest } from '../messages.ts';
import type { Mutants } from '../mutants.ts';
import type { NodeHosts } from '../names.ts';
import type { RuntimeFaults } from './faults.ts';
import type { Instance } from './instance.ts';
import type { Answer } from './lost-answers.ts';
import type { RuntimePodStatus, SandboxStatus } from './status.ts';

/** What the runtime's process of one pod knows. Within a turn the fields are replaced, never changed in place. */
export interface RuntimePod {
  readonly hosts: NodeHosts;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly kubelet: Address;
  readonly behaviours: Readonly<Record<string, ContainerBehaviour>>;
  readonly latencies: Required<RuntimeLatencies>;
  /** What may go wrong with its calls. */
  readonly faults: RuntimeFaults;
  readonly mutants: Mutants;
  /** What will be done to the pod, where that is known beforehand and routine may be skipped. */
  readonly disturbances: readonly Disturbance[] | undefined;
  /** The runtime is down: it takes no calls and tells nothing; containers run on. */
  down: boolean;
  /** Newest first. */
  sandboxes: readonly SandboxStatus[];
  /** Newest first. */
  instances: readonly Instance[];
  /** Calls of the kubelet under way, oldest first. */
  calls: readonly CallUnderWay[];
  /** What the kubelet was told last. */
  reported: RuntimePodStatus;
}

/** A call that the kubelet waits for, or whose effect is still to come. */
export interface CallUnderWay {
  readonly call: string;
  readonly pending: PendingCall;
  readonly since: Micros;
  readonly answer: Answer;
  /** It has had its effect, and the kubelet waits for an answer that is lost. */
  readonly done: boolean;
}

/** A call that has not ended, and what it is about. */
export type PendingCall =
  | { readonly kind: 'run-sandbox'; readonly id: string }
  | { readonly kind: 'stop-sandbox'; readonly sandbox: string }
  | PendingCreation
  | { readonly kind: 'start-container'; readonly id: string }
  | { readonly kind: 'stop-container'; readonly id: string; readonly timeoutSeconds: number }
  | {
      readonly kind: 'hook';
      readonly request: HookRequest;
      readonly id: string;
      readonly since: Micros;
      readonly delivery: number;
    }
  | { readonly kind: 'probe'; readonly request: ProbeRequest; readonly id: string; readonly since: Micros };

/** The number is the instance's own, unless the death of the runtime or of its caller cuts the creation off. */
export interface PendingCreation {
  readonly kind: 'create-container';
  readonly id: string;
  readonly number: number;
  /** The sandbox that it is made for. */
  readonly sandbox: string;
  readonly request: CreateRequest;
}

export type CreateRequest = Extract<RuntimeRequest, { kind: 'create-container' }>;

/** What happens in the runtime by itself. */
export type RuntimeEvent =
  | { readonly kind: 'call-due'; readonly call: string; readonly end: CallEnd }
  | { readonly kind: 'stop-timeout'; readonly call: string }
  /** The kubelet waits no longer for the answer to a call. */
  | { readonly kind: 'deadline'; readonly call: string }
  | { readonly kind: 'notice'; readonly content: Omit<RuntimeAnswer, 'kind'> }
  | { readonly kind: 'exit-due'; readonly id: string; readonly exitCode: number; readonly cause: ExitCause }
  /** The hook of this call has its container end in a while. */
  | { readonly kind: 'hook-ends-container'; readonly call: string; readonly exitCode: number; readonly inMs: number }
  | { readonly kind: 'kubelet-down' }
  | { readonly kind: 'report-to-kubelet' }
  | { readonly kind: 'runtime-dies'; readonly takesContainers: boolean }
  | { readonly kind: 'runtime-returns' }
  | {
      readonly kind: 'kill-container';
      readonly container: string;
      readonly exitCode: number;
      readonly reason: string | undefined;
    }
  | { readonly kind: 'sandbox-death' };

/** Why the process of a container ended. */
export type ExitCause = 'self' | 'SIGTERM' | 'SIGKILL' | 'injected' | 'sandboxDeath';

/** How a call with a given end ends; `undefined` fields for those that only take time. */
export interface CallEnd {
  readonly outcome?: 'ok' | 'fail' | 'timeout';
  readonly exitCode?: number | undefined;
  readonly httpStatus?: number | undefined;
}

export type RuntimeMessage = RuntimeRequest | RuntimeEvent;
export type RuntimeTurn = Turn<RuntimeMessage>;
