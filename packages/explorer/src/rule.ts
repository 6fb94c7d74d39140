import type { FactBody, WorldFact } from '@simlet/core';

/** Says that a rule is broken, and how, in a sentence. */
export type Broken = (message: string) => void;

/**
 * Something that must hold in every run: a fold over its facts. The state is plain data without Maps and Sets that `step`
 * does not change but gives anew; all three look at nothing but their arguments.
 */
export interface Rule<F extends FactBody = FactBody> {
  /** Kebab case, stable: it is what a failure file and a report name. */
  readonly id: string;
  readonly sentence: string;
  readonly start: unknown;
  step(state: unknown, fact: WorldFact<F>, broken: Broken): unknown;
  /** What must have become so by the end of the run. */
  finish?(state: unknown, broken: Broken): void;
}

interface RuleSpec<F extends FactBody, State> {
  readonly id: string;
  readonly sentence: string;
  readonly start: State;
  step(state: State, fact: WorldFact<F>, broken: Broken): State;
  finish?(state: State, broken: Broken): void;
}

/** A rule, with the type of its state known to the one who writes it. */
export function rule<F extends FactBody, State>(spec: RuleSpec<F, State>): Rule<F> {
  // What goes into `step` and `finish` came out of `start` and `step`.
  return spec as unknown as Rule<F>;
}
