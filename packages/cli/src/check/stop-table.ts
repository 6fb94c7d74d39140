import type { Micros } from '@simlet/core';
import type { StopCause } from './stop-cause.ts';

/** Why nothing stops a container that is in back-off or has ended. */
export const NOT_RUNNING = 'it does not run then';

/** What happens to one container when something stops its pod. */
export interface StopRow {
  readonly cause: StopCause;
  readonly container: string;
  /** Why this cause cannot stop it (no such probe); then nothing was run. */
  readonly impossible?: string;
  /** Absent where the cause is impossible. */
  readonly cell?: StopCell;
}

/** What one run shows; times in microseconds since the stop began. */
export interface StopCell {
  readonly preStop: PreStopCell;
  /** When SIGTERM came; absent: never. */
  readonly sigtermAt?: Micros;
  /** The time from SIGTERM until SIGKILL would come; absent: no SIGTERM, or none follows. */
  readonly termToKill?: Micros;
  /** When the process ended, and how; absent: it still ran at the end. */
  readonly exit?: { readonly at: Micros; readonly cause: 'itself' | 'SIGKILL' | 'OOM' | 'node gone' };
  /** `depends`: on a number that nobody gave; the run shown is the one with the usual numbers. */
  readonly cleanUp: 'completed' | 'cut' | 'depends';
  /** What was or would be cut, in a few words; empty where it completed. */
  readonly why: string;
  /** The numbers that it depends on, by name. */
  readonly dependsOn: readonly string[];
  /** The digest of the run, which `replay` of the manifest with `--stopped-by` makes again. */
  readonly digest: string;
  readonly replay: { readonly cause: StopCause; readonly container?: string };
}

export interface PreStopCell {
  /** `none`: the container has no such hook. */
  readonly state: 'none' | 'not run' | 'completed' | 'failed' | 'cut';
  readonly deliveries: number;
  /** How long the longest of them ran. */
  readonly ran: Micros;
  /** How long the kubelet would have waited for it; absent: it did not run. */
  readonly budget?: Micros;
}
