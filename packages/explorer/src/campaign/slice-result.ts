import type { Deviation } from '@simlet/core';

/** What a slice came to. Plain data; but for `milliseconds` the same whoever ran it. */
export interface SliceResult {
  readonly index: number;
  readonly subject: number;
  readonly strategy: string;
  readonly runs: number;
  readonly milliseconds: number;
  /** Over the digests of its runs in order. */
  readonly digest: string;
  /** The states that its runs were in, as numbers that stand for their texts. */
  readonly states: readonly number[];
  /** How many of its runs came into each situation. */
  readonly marks: readonly (readonly [mark: string, runs: number])[];
  readonly findings: readonly SliceFinding[];
  readonly divergences: readonly SliceDivergence[];
  /** Runs that never ended. */
  readonly lost: readonly LostRun[];
}

/** A rule that runs of a slice broke, with the first that did. */
export interface SliceFinding {
  readonly breachId: string;
  readonly message: string;
  readonly runs: number;
  /** The run within the slice, from 0. */
  readonly run: number;
  readonly label: string;
  readonly deviations: readonly Deviation[];
}

/** A run that came out differently the second time. */
export interface SliceDivergence {
  readonly label: string;
  readonly deviations: readonly Deviation[];
  readonly digests: readonly [string, string];
}

/** A run that took its worker with it: it never ended, or the worker died. */
export interface LostRun {
  readonly run: number;
  readonly label: string;
  /** What had not been simplest by then. */
  readonly deviations: readonly Deviation[];
  readonly why: string;
}
