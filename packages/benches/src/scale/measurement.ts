import type { ScaleName, Size } from './workload.ts';

/** How a workload is run. */
export interface Mode {
  /** Whether all invariants judge on the way. */
  readonly judged: boolean;
  /** Whether routine is skipped in closed form. */
  readonly routine: 'done' | 'skipped';
}

/** One run of a workload: what it did, which is the same each time, and what it cost, which is not. */
export interface ScaleMeasurement extends Mode {
  readonly workload: ScaleName;
  readonly size: Size;
  /** Wall-clock seconds to build the world and run it, and those of CPU time. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly virtualSeconds: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** By the count of the operating system, for the whole process. */
  readonly peakMemoryBytes: number;
  /** What a pod holds when all are there and at rest; absent where there are none. */
  readonly bytesPodAtRest?: number;
  readonly facts: number;
  /** Over the news of the run: the same with routine done and skipped, judged or not. */
  readonly digest: string;
  /** Invariants that were broken, and how many held in some situation. */
  readonly broken: readonly string[];
  readonly held: number;
}
