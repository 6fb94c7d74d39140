import type { Workload } from '@simlet/manifest';
import type { Edit } from './edit.ts';

/** One change of a manifest that may mend something. */
export interface Remedy {
  /** What is changed, in words: `terminationGracePeriodSeconds: 61, not 30`. */
  readonly words: string;
  readonly edits: readonly Edit[];
}

/** A kind of change: with a number that is searched for, or as it is. */
export type RemedyKind =
  | {
      readonly how: 'number';
      /** The properties that it can mend. */
      readonly mends: readonly string[];
      /** The number that stands in the manifest or holds where nothing does, and the most that is tried. */
      readonly current: number;
      readonly most: number;
      readonly with: (workload: Workload, value: number) => Remedy | undefined;
    }
  | {
      readonly how: 'once';
      readonly mends: readonly string[];
      readonly with: (workload: Workload) => Remedy | undefined;
    };
