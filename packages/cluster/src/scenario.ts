import type { Deviation } from '@simlet/core';
import type { Pod } from '@simlet/objects';

/** A run in full: objects, how their containers behave, what the operator does and when, and the decisions. Plain data. */
export interface Scenario {
  readonly format: 'simlet.scenario/1';
  /** The version of Kubernetes whose kubelet is modelled, `1.36` where absent. */
  readonly kubernetesVersion?: string;
  /** v1 Pods as a user would post them; defaults are applied by the API server of the world. */
  readonly pods: readonly Pod[];
  /** From `<container>` or `<pod>/<container>` (the latter wins) to how it behaves; a container without an entry has the defaults. */
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
  readonly actions: readonly Action[];
  /** End of the run in milliseconds; what happens at this instant still belongs to it. */
  readonly untilMs: number;
  readonly runtime?: RuntimeLatencies;
  /** Which faults may happen at all; what is absent never does. */
  readonly faults?: FaultBudget;
  /** The decisions that are not the simplest: the whole difference between this run and a calm one. */
  readonly deviations?: readonly Deviation[];
}

/** How a container behaves. Defaults in brackets. Times in milliseconds. */
export interface ContainerBehaviour {
  /** Pull of its image (400). */
  readonly pullMs?: number;
  /** How many pulls of the image fail first (0). */
  readonly pullErrors?: number;
  readonly createMs?: number;
  readonly startMs?: number;
  readonly createError?: boolean;
  readonly startError?: boolean;
  /** When the entry point ends by itself; null: never (null). */
  readonly runMs?: number | null;
  readonly exitCode?: number;
  /** Reaction to SIGTERM ({ exitAfterMs: 100, exitCode: 0 }); null ignores it. */
  readonly sigterm?: { readonly exitAfterMs: number | null; readonly exitCode?: number };
  /** Entry n serves delivery n to the same instance; the last repeats. */
  readonly postStart?: readonly HookBehaviour[];
  readonly preStop?: readonly HookBehaviour[];
  readonly liveness?: ProbeBehaviour;
  readonly readiness?: ProbeBehaviour;
  readonly startup?: ProbeBehaviour;
  /** Entry n overrides these fields for instance n. Pull fields are not read from it. */
  readonly attempts?: readonly ContainerBehaviour[];
}

export interface HookBehaviour {
  /** null hangs. */
  readonly ms: number | null;
  readonly ok: boolean;
  /** exec: exit code when not ok (1). */
  readonly exitCode?: number;
  /** httpGet: status when not ok; absent: the connection is refused. */
  readonly httpStatus?: number;
}

export interface ProbeBehaviour {
  /** From milliseconds since the start of the instance on; the outcome is chosen when the probe starts. */
  readonly timeline: readonly (readonly [fromMs: number, outcome: 'ok' | 'fail' | 'hang'])[];
  /** 5. */
  readonly latencyMs?: number;
}

export interface RuntimeLatencies {
  readonly runPodSandboxMs?: number;
  readonly stopPodSandboxMs?: number;
  readonly killMs?: number;
  readonly watchMs?: number;
}

export type Action =
  | { readonly atMs: number; readonly op: 'create'; readonly pod: string }
  | { readonly atMs: number; readonly op: 'delete'; readonly pod: string; readonly gracePeriodSeconds?: number }
  | { readonly atMs: number; readonly op: 'kubeletStop' }
  | { readonly atMs: number; readonly op: 'kubeletStart' }
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
  | {
      readonly atMs: number;
      readonly op: 'updateImage';
      readonly pod: string;
      readonly container: string;
      readonly image: string;
    };

export interface FaultBudget {
  /** The kubelet may crash after any of its steps, and comes back. */
  readonly kubeletCrash?: boolean;
  /** Calls to the runtime may be slow or fail. */
  readonly runtime?: boolean;
  /** Watches and status writes may lag. */
  readonly lag?: boolean;
}
