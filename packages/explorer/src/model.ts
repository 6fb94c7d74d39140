import type { FactBody, Micros, World, WorldFact, WorldOptions } from '@simlet/core';
import type { Rule } from './rule.ts';

/** A system to be explored: how its world is built, and what must hold in it. */
export interface Model<F extends FactBody = FactBody> {
  /** Builds the world at time 0. The options go to `createWorld`; others may be added. */
  world(options: WorldOptions<F>): World<F>;
  /** When a run ends; default: when nothing is pending any more. */
  readonly until?: Micros;
  readonly rules: readonly Rule<F>[];
  /** Situations that a campaign should reach: what worlds say with `turn.reach`. One that is never reached is a gap. */
  readonly marks?: readonly string[];
  /** Numbers that a targeted search tries to make large. */
  readonly measures?: readonly Measure<F>[];
  /** What a fact says about the state of the system, in a short text, to tell runs that show something new. Default: which kind of
   * fact follows which in the same process. */
  readonly stateOf?: (fact: WorldFact<F>) => string;
  /** A run of more events does not end; default a million. */
  readonly mostEvents?: number;
}

/** A number of a run: the largest value that any of its facts gives. */
export interface Measure<F extends FactBody = FactBody> {
  readonly name: string;
  valueOf(fact: WorldFact<F>): number | undefined;
}
