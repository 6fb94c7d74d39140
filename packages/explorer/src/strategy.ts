import type { Chooser } from '@simlet/core';
import type { Execution } from './experiment.ts';

/** One run to make: `label` says which in words that a report can print. */
export interface Attempt {
  readonly label: string;
  readonly chooser: () => Chooser;
}

/** A way of going through the runs of an experiment. */
export interface Strategy {
  readonly name: string;
  /** The runs to make, given the calm one (with its decisions). Deterministic. */
  plan(calm: Execution): Plan;
}

/** The runs of a strategy, and how many it leaves out. */
export interface Plan {
  readonly attempts: Iterable<Attempt>;
  /** How many runs belong to the strategy but are left out because of its limit. */
  readonly leftOut: number;
}
