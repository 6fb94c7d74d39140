import type { Fact } from '@simlet/kubelet';
import type { Context } from './invariant.ts';
import type { FactOf, Topic } from './topic.ts';

/** A situation that a campaign should reach: what never happened was never tested. */
export interface Mark {
  /** In words; stable, because campaigns are compared by it. */
  readonly name: string;
  readonly facts: readonly Topic[];
  /** Whether such a fact brings the situation about, by what is known just before it. */
  reached(fact: Fact, context: Context): boolean;
}

/** How often a run brought a situation about. */
export interface MarkCount {
  readonly mark: string;
  readonly count: number;
}

/** A mark that facts of one topic bring about. Name it as closely as you can: each fact of it is tested in every run. */
export function mark<const T extends Topic>(
  name: string,
  topic: T,
  test: (fact: FactOf<T>, context: Context) => boolean,
): Mark {
  const [kind] = topic.split('/');
  const takes = (fact: Fact): fact is FactOf<T> => fact.kind === kind;
  return { name, facts: [topic], reached: (fact, context) => takes(fact) && test(fact, context) };
}
