import type { DurationFlag } from './duration-flag.ts';
import type { Idempotence } from './harm.ts';
import type { NodeCause } from './node-facts.ts';
import type { Stop } from './stop-cause.ts';

/** What decides which runs a check makes and what they are like. */
export interface Settings {
  /** Seeded runs for each workload. */
  readonly runs: number;
  readonly seedFrom: number;
  /** At most so many runs of the sweep of single deviations; above it the sweep is thinned out and says so. */
  readonly sweepLimit: number;
  /** Whether the kubelet may crash. */
  readonly faults: boolean;
  /** Only these properties; empty: all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Absent: nobody said. */
  readonly idempotent?: Idempotence;
  /** The causes that the nodes of the pod are said to know: there the clean-up has to run. Absent: nobody said. */
  readonly nodes?: readonly NodeCause[];
  /** Whether a fix may ask for a longer grace period; absent: it may. */
  readonly graceMayGrow?: boolean;
  readonly model: ModelSettings;
  /** The absolute path of a module with properties of the user's own. */
  readonly ownProperties?: string;
}

/** The settings that a replay needs as well: what a single run is like. */
export interface ModelSettings {
  readonly kubernetesVersion: string | undefined;
  /** Seconds of grace that the operator asks for in the delete; absent: that of the pod. */
  readonly gracePeriodSeconds: number | undefined;
  /** What stops the pod; absent: the operator deletes it. */
  readonly stoppedBy?: Stop;
  /** Whether who goes first at one instant is a decision as well. */
  readonly ties?: boolean;
  readonly hook: readonly DurationFlag[];
  readonly start: readonly DurationFlag[];
  readonly stop: readonly DurationFlag[];
  readonly run: readonly DurationFlag[];
  /** The folder that files are named from, where it is not the one that the command was started in. */
  readonly cwd?: string;
}

export const USUAL_RUNS = 100;
export const USUAL_SWEEP_LIMIT = 1_000;
