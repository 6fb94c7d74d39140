import type { Deviation } from '@simlet/core';
import type { ContainerBehaviour, KubeletLimits, MutantId, RuntimeLatencies } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';

/** A run in full: objects, how their containers behave, what the operator does and when, and the decisions. Plain data. */
export interface Scenario {
  readonly format: 'simlet.scenario/1';
  /** The version of Kubernetes whose kubelet is modelled, `1.36` where absent. */
  readonly kubernetesVersion?: string;
  /** Names of the nodes; one, `node-1`, where absent. */
  readonly nodes?: readonly string[];
  /**
   * Bound to nodes already: each to the one that its `spec.nodeName` names, or to the first. There is no scheduler.
   * v1 Pods as a user would post them; defaults are applied by the API server of the world.
   */
  readonly pods: readonly Pod[];
  /** From `<container>` or `<pod>/<container>` (the latter wins) to how it behaves; a container without an entry has the defaults. */
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
  readonly actions: readonly Action[];
  /** End of the run in milliseconds; what happens at this instant still belongs to it. */
  readonly untilMs: number;
  readonly runtime?: RuntimeLatencies;
  /** How the kubelets are configured; as usual where absent. */
  readonly kubelet?: KubeletLimits;
  /** Which faults may happen at all; what is absent never does. */
  readonly faults?: FaultBudget;
  /** Historical bugs that this world has; none where absent. */
  readonly mutants?: readonly MutantId[];
  /** The decisions that are not the simplest: the whole difference between this run and a calm one. */
  readonly deviations?: readonly Deviation[];
}

/** Something that is done to the world at a time, in milliseconds since its start. */
export type Action =
  | { readonly atMs: number; readonly op: 'create'; readonly pod: string }
  | { readonly atMs: number; readonly op: 'delete'; readonly pod: string; readonly gracePeriodSeconds?: number }
  /** Puts the manifest of this pod into the node's folder of static pods, or anew where it is there already. */
  | { readonly atMs: number; readonly op: 'addStaticPod'; readonly pod: string }
  | { readonly atMs: number; readonly op: 'removeStaticPod'; readonly pod: string }
  /** Of this node; the first where absent. */
  | { readonly atMs: number; readonly op: 'kubeletStop'; readonly node?: string }
  | { readonly atMs: number; readonly op: 'kubeletStart'; readonly node?: string }
  /** The container runtime of this node dies, with its containers or without, and is started again. */
  | { readonly atMs: number; readonly op: 'runtimeStop'; readonly node?: string; readonly takesContainers?: boolean }
  | { readonly atMs: number; readonly op: 'runtimeStart'; readonly node?: string }
  /** Deletes each pod that is bound to the node, with its own grace, as `kubectl drain` does where no budget forbids it. */
  | { readonly atMs: number; readonly op: 'drain'; readonly node: string }
  | {
      readonly atMs: number;
      readonly op: 'killContainer';
      readonly pod: string;
      readonly container: string;
      readonly exitCode: number;
      readonly reason?: string;
    }
  | { readonly atMs: number; readonly op: 'sandboxDeath'; readonly pod: string }
  | {
      readonly atMs: number;
      readonly op: 'evict';
      readonly pod: string;
      readonly gracePeriodSeconds?: number;
      readonly message?: string;
    }
  /** A critical pod needs the room of this one: it is killed with its own grace. */
  | { readonly atMs: number; readonly op: 'preempt'; readonly pod: string }
  /** The node shuts down gracefully: `gracePeriodSeconds` in all, the last `criticalPodsSeconds` (0) of them for critical pods. */
  | {
      readonly atMs: number;
      readonly op: 'nodeShutdown';
      readonly node?: string;
      readonly gracePeriodSeconds: number;
      readonly criticalPodsSeconds?: number;
    }
  | {
      readonly atMs: number;
      readonly op: 'updateImage';
      readonly pod: string;
      readonly container: string;
      readonly image: string;
    };

/** The kinds of trouble that decisions may bring about. */
export interface FaultBudget {
  /** The kubelet may crash after any of its steps, and comes back. */
  readonly kubeletCrash?: boolean;
  /** Calls to the runtime may be up to 10 s slow, RunPodSandbox and StopContainer may fail. */
  readonly runtime?: boolean;
  /** Answers of the runtime may be lost: it does what was asked, and the kubelet hears of an error, at once or at its deadline. */
  readonly lostAnswers?: boolean;
  /** The container runtime may die after any of its steps, alone or with all containers, and comes back. */
  readonly runtimeCrash?: boolean;
  /** Writes of statuses may take up to 10 s, and fail or be done unheard: they are tried again every 10 s. */
  readonly statusWrites?: boolean;
  /** Watches may be up to 2 s late. */
  readonly lag?: boolean;
  /** What is due at the same instant may happen in any order that its senders allow. */
  readonly ties?: boolean;
}
