import type { Fact } from '@simlet/kubelet';
import { kept } from './invariant.ts';
import type { About, Context, Finding, Invariant, Step } from './invariant.ts';
import type { FactOf, Topic } from './topic.ts';

const none: readonly Finding[] = [];

// What most facts come to, made once.
const NOTHING: Step<null> = { state: null, findings: none };
const KEPT: Step<null> = { state: null, findings: [kept] };

/** An `always` invariant without a state of its own: each fact of the given topics is judged by what is known before it. */
export function always<const T extends Topic>(
  about: About,
  topics: readonly T[],
  check: (fact: FactOf<T>, context: Context) => Finding | undefined,
): Invariant<null> {
  const kinds = [...new Set(topics.map((topic) => topic.split('/')[0]))];
  const takes = (fact: Fact): fact is FactOf<T> => kinds.includes(fact.kind);
  return {
    ...about,
    kind: 'always',
    standing: 'kubernetes',
    facts: topics,
    start: () => null,
    step: (_state, fact, context) => {
      const finding = takes(fact) ? check(fact, context) : undefined;
      if (finding === undefined) return NOTHING;
      return finding === kept ? KEPT : { state: null, findings: [finding] };
    },
    finish: () => none,
  };
}

/** An `eventually` invariant without a state of its own: judged at the end by what is known then. */
export function eventually(about: About, check: (context: Context) => readonly Finding[]): Invariant<null> {
  return {
    ...about,
    kind: 'eventually',
    standing: 'kubernetes',
    facts: [],
    start: () => null,
    step: () => NOTHING,
    finish: (_state, context) => check(context),
  };
}

/** The same as something that teams rely on and that the real system may break. */
export function expectation<State>(invariant: Invariant<State>): Invariant<State> {
  return { ...invariant, standing: 'expectation' };
}
