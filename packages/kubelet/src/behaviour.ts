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
