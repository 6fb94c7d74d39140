import type { Fact } from '@simlet/kubelet';
import type { Context } from './invariant.ts';

/** A situation that a campaign should reach: what never happened was never tested. */
export interface Mark {
  /** In words; stable, because campaigns are compared by it. */
  readonly name: string;
  readonly facts: readonly Fact['kind'][];
  /** Whether this fact brings the situation about, by what is known just before it. */
  reached(fact: Fact, context: Context): boolean;
}

/** How often a run brought a situation about. */
export interface MarkCount {
  readonly mark: string;
  readonly count: number;
}

/** A mark that facts of one kind bring about. */
export function mark<const Kind extends Fact['kind']>(
  name: string,
  kind: Kind,
  test: (fact: Extract<Fact, { readonly kind: Kind }>, context: Context) => boolean,
): Mark {
  const takes = (fact: Fact): fact is Extract<Fact, { readonly kind: Kind }> => fact.kind === kind;
  return { name, facts: [kind], reached: (fact, context) => takes(fact) && test(fact, context) };
}
