import type { Micros } from '@simlet/core';
import type { InvariantKind, Standing } from './invariant.ts';

/** One broken promise: which, when, where, and in one plain sentence with its numbers, how. */
export interface Violation {
  /** The id of the invariant. */
  readonly invariant: string;
  readonly time: Micros;
  readonly pod: string;
  /** The instance (`main#0`) or the container, where the promise is about one. */
  readonly container?: string;
  readonly message: string;
}

/** `not met`: the situation that the promise is about never arose, so the run says nothing about it. */
export type Outcome = 'holds' | 'broken' | 'not met';

/** What a run says about one invariant. */
export interface Verdict {
  readonly invariant: string;
  readonly kind: InvariantKind;
  readonly standing: Standing;
  readonly outcome: Outcome;
  /** How often the situation arose. */
  readonly situations: number;
  /** How often the promise was broken; `violations` keeps the first of them. */
  readonly broken: number;
  /** In the order of time; at most `VIOLATIONS_KEPT`. */
  readonly violations: readonly Violation[];
}

/** So many violations of one invariant are kept in full; the rest is counted. */
export const VIOLATIONS_KEPT = 10;
