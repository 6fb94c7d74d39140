import { assert } from './engine-error.ts';
import type { Address, FactBody } from './process.ts';
import type { Micros } from './time.ts';

/** A fact as the world keeps it: what happened, when, where, and because of which turn. */
export interface WorldFact<F extends FactBody = FactBody> {
  readonly time: Micros;
  /** The process that recorded it; the name of the host for what is recorded when a host goes down. */
  readonly process: Address;
  readonly host: string;
  readonly incarnation: number;
  /** Number of the turn that recorded it, from 0. Crashes and boots are numbered along. */
  readonly sequence: number;
  /** Number of the turn that sent the message which led to this turn; -1 where it came from outside the world. */
  readonly cause: number;
  readonly body: F;
}

/** Which facts a world keeps: all, none, or the last `ring`. */
export type FactKeeping = 'keep' | 'none' | { readonly ring: number };

/** The facts of a run, in the order in which they happened. */
export interface FactLog {
  add(fact: WorldFact): void;
  all(): readonly WorldFact[];
  last(count: number): readonly WorldFact[];
  clone(): FactLog;
}

export function createFactLog(keeping: FactKeeping): FactLog {
  if (keeping === 'keep') return factLog(Number.POSITIVE_INFINITY, []);
  const ring = keeping === 'none' ? 0 : keeping.ring;
  assert(Number.isSafeInteger(ring) && ring >= 0, `a ring of ${ring} facts: a whole number from 0 on`);
  return factLog(ring, []);
}

// `shared` belongs to another log, which may add to it but takes nothing away: its first `count` facts are copied once
// this log has need of them.
function factLog(capacity: number, shared: WorldFact[], count?: number): FactLog {
  let facts = shared;
  let borrowed = count;

  function own(): WorldFact[] {
    if (borrowed !== undefined) {
      facts = facts.slice(0, borrowed);
      borrowed = undefined;
    }
    return facts;
  }

  function all(): readonly WorldFact[] {
    if (own().length > capacity) facts = facts.slice(-capacity);
    return facts;
  }

  return {
    add(fact) {
      if (capacity === 0) return;
      own().push(fact);
      // Twice the capacity before anything is dropped, so that a ring costs one copy for many facts.
      if (facts.length >= 2 * capacity) all();
    },
    all,
    last: (wanted) => all().slice(-wanted),
    clone: () => factLog(capacity, facts, borrowed ?? facts.length),
  };
}
