import { MILLISECOND } from '@simlet/core';

import {
  CREATE_MS,
  KILL_MS,
  PROBE_LATENCY_MS,
  PULL_MS,
  RUN_POD_SANDBOX_MS,
  START_MS,
  STOP_POD_SANDBOX_MS,
  WATCH_DELAY,
} from './constants.ts';

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

/** How one delivery of a hook goes: how long it takes, and how it ends. */
export interface HookBehaviour {
  /** null hangs. */
  readonly ms: number | null;
  readonly ok: boolean;
  /** exec: exit code when not ok (1). */
  readonly exitCode?: number;
  /** httpGet: status when not ok; absent: the connection is refused. */
  readonly httpStatus?: number;
  /** exec, httpGet: the hook has the entry point of its container end, as `nginx -s quit` does; absent: it does not. */
  readonly ends?: EndByHook;
}

/** The entry point ends so long after the hook began. A hook that is cut off before either of both ends nothing. */
export interface EndByHook {
  readonly afterMs: number;
  /** 0. */
  readonly exitCode?: number;
}

/** How the probes of a container go, over the time since its instance started. */
export interface ProbeBehaviour {
  /** From milliseconds since the start of the instance on; the outcome is chosen when the probe starts. */
  readonly timeline: readonly (readonly [fromMs: number, outcome: 'ok' | 'fail' | 'hang'])[];
  /** 5. */
  readonly latencyMs?: number;
}

/** Latencies in place of the usual ones: where any is given, those that are absent are 0. Milliseconds. */
export interface RuntimeLatencies {
  readonly runPodSandboxMs?: number;
  readonly stopPodSandboxMs?: number;
  /** From SIGKILL to the exit. */
  readonly killMs?: number;
  /** From a change in the API to the kubelet. */
  readonly watchMs?: number;
  /** Of containers whose behaviour does not say. */
  readonly pullMs?: number;
  readonly createMs?: number;
  readonly startMs?: number;
  readonly probeMs?: number;
}

const USUAL: Required<RuntimeLatencies> = {
  runPodSandboxMs: RUN_POD_SANDBOX_MS,
  stopPodSandboxMs: STOP_POD_SANDBOX_MS,
  killMs: KILL_MS,
  watchMs: WATCH_DELAY / MILLISECOND,
  pullMs: PULL_MS,
  createMs: CREATE_MS,
  startMs: START_MS,
  probeMs: PROBE_LATENCY_MS,
};

const NONE: Required<RuntimeLatencies> = {
  runPodSandboxMs: 0,
  stopPodSandboxMs: 0,
  killMs: 0,
  watchMs: 0,
  pullMs: 0,
  createMs: 0,
  startMs: 0,
  probeMs: 0,
};

/** All latencies of a scenario. */
export const latenciesOf = (given: RuntimeLatencies | undefined): Required<RuntimeLatencies> =>
  given === undefined ? USUAL : { ...NONE, ...given };
