import type { Chooser } from '@simlet/core';
import type { Execution, ExperimentOptions } from '../experiment.ts';

/** One run to make: `label` says which in words that a report can print. */
export interface Attempt {
  readonly label: string;
  readonly chooser: () => Chooser;
  /** What the strategy wants to know of the run. */
  readonly options?: ExperimentOptions;
}

/** A way of going through the runs of an experiment. */
export interface Strategy {
  readonly name: string;
  /** The runs to make, given the calm one (with its decisions). Deterministic. */
  plan(calm: Execution): Plan;
}

/** Yields one attempt after the other, and is told how each went. */
export type Attempts = Generator<Attempt, void, Execution>;

/** The runs of a strategy, and how many it leaves out. */
export interface Plan {
  readonly attempts: Attempts;
  /** How many runs belong to the strategy but are left out because of its limit. */
  readonly leftOut: number;
}
