import type { AskedDecision, Chooser, Deviation } from '@simlet/core';

/** Something that must not happen and did. `id` names the rule that was broken; shrinking keeps to one `id`. */
export interface Breach {
  readonly id: string;
}

/** What one run of an experiment left behind. */
export interface Execution<B extends Breach = Breach> {
  /** Two runs with the same digest are the same run. */
  readonly digest: string;
  /** What was not simplest in this run: run again with these alone, it is the same run. */
  readonly deviations: readonly Deviation[];
  /** Every decision in the order asked; empty unless it was requested. */
  readonly asked: readonly AskedDecision[];
  readonly breaches: readonly B[];
}

/** Something that can be run under any chooser, and is a pure function of it. */
export type Experiment<B extends Breach = Breach, E extends Execution<B> = Execution<B>> = (
  chooser: Chooser,
  options?: ExperimentOptions,
) => E;

/** What a run is to keep besides its end. */
export interface ExperimentOptions {
  readonly recordAsked?: boolean;
}
