import type { IntegerDomain } from './decision.ts';

/** Where the outcomes of decisions come from. */
export interface Chooser {
  /** The outcome of one decision: a whole number within `[domain.min, domain.max]`. Asked once for each name and occurrence. */
  choose(name: string, occurrence: number, domain: IntegerDomain): number;
  /** A chooser that goes on from here by itself, for a fork of the world. Absent: it keeps no state, and forks share it. */
  fork?(): Chooser;
}
