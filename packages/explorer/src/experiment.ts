import type { AskedDecision, Chooser, Deviation } from '@simlet/core';

/** Something that must not happen and did. `id` names the rule that was broken; shrinking keeps to one `id`. */
export interface Breach {
  readonly id: string;
  /** How it was broken, in a sentence. */
  readonly message?: string;
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
  /** The situations that the run came into, and how many decisions had been asked for when it first did. */
  readonly marks?: ReadonlyMap<string, number>;
  /** Numbers that a targeted search tries to make large. */
  readonly measures?: ReadonlyMap<string, number>;
  /** What the run was in, as short texts, to tell runs that show something new; only where it was requested. */
  readonly states?: ReadonlySet<string>;
  /** Whether `onEvent` ended the run: then nothing is said about what it would have come to. */
  readonly stopped?: boolean;
  /** Why the run was given up: it goes on and on. Then nothing is said about what it would have come to either. */
  readonly endless?: string;
}

/** Something that can be run under any chooser, and is a pure function of it. */
export type Experiment<B extends Breach = Breach, E extends Execution<B> = Execution<B>> = (
  chooser: Chooser,
  options?: ExperimentOptions,
) => E;

/** What a run is to keep besides its end. */
export interface ExperimentOptions {
  readonly recordAsked?: boolean;
  readonly recordStates?: boolean;
  /** Whether nothing is wanted of the run but the decisions that it asks for: it need not be judged. */
  readonly isSurvey?: boolean;
  /** Whether nothing of it may come from another run: so that to make a run again shows whether it repeats. */
  readonly fromStart?: boolean;
  /**
   * Told after each event; true ends the run there. The key is equal only where all that can still happen, and all that will be
   * said about it, is equal.
   */
  readonly onEvent?: (key: () => string) => boolean;
}
