import type { Chooser, Deviation, IntegerDomain } from '@simlet/core';

/** A decision that a run asked for, with the domain it was asked with. */
export interface AskedDecision {
  readonly name: string;
  readonly occurrence: number;
  readonly domain: IntegerDomain;
}

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

export interface ExperimentOptions {
  readonly recordAsked?: boolean;
}
