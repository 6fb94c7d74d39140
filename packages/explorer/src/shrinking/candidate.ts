import type { Deviation } from '@simlet/core';

/** A simpler run to try, and where to go on from it if it still fails. */
export interface Candidate {
  readonly deviations: readonly Deviation[];
  readonly progress: Progress;
}

/** How far shrinking has come. A round takes away what is not needed, then makes simpler what is left. */
export type Progress =
  /** Chunks of at most `size` deviations are taken away. */
  | { readonly pass: 'remove'; readonly size: number; readonly round: number }
  /** The inputs are shrunk as far as they go before anything else is tried. */
  | { readonly pass: 'inputs'; readonly round: number }
  /** One deviation is moved: `passing` is the largest distance from its simplest outcome known not to fail, if any was tried. */
  | { readonly pass: 'simplify'; readonly key: string; readonly passing?: number; readonly round: number };

export const FIRST: Progress = { pass: 'remove', size: Number.POSITIVE_INFINITY, round: 0 };

/** A simpler outcome may let go of another deviation, and that of another outcome; after so many rounds it is simple enough. */
export const MOST_ROUNDS = 4;

export function keyOf({ name, occurrence }: { readonly name: string; readonly occurrence: number }): string {
  return `${name}#${occurrence}`;
}
