import type { ActiveGuest } from './active-guest.ts';
import type { GuardError } from './guard-error.ts';

/** What the replaced globals go by: whose code runs now, if any, and whether anybody else may use them. */
export interface Present {
  /** The guest in whose turn we are. */
  guest: ActiveGuest | undefined;
  /** Whether code that is no guest's is refused the real world. */
  guarded: boolean;
  /** Whether we are in `simulate`, where the microtask queue can be drained. */
  simulating: boolean;
  /** What was refused while guarded: code may have caught the error. */
  refused: GuardError | undefined;
}

export const present: Present = { guest: undefined, guarded: false, simulating: false, refused: undefined };
