import type { Fact } from '@simlet/kubelet';
import type { About, Context, Finding, Invariant } from './invariant.ts';

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

const none: readonly Finding[] = [];

/** An `always` invariant without a state of its own: each fact of the given kinds is judged by what is known before it. */
export function always<const Kind extends Fact['kind']>(
  about: About,
  facts: readonly Kind[],
  check: (fact: FactOf<Kind>, context: Context) => Finding | undefined,
): Invariant<null> {
  const takes = (fact: Fact): fact is FactOf<Kind> => facts.some((kind) => kind === fact.kind);
  return {
    ...about,
    kind: 'always',
    standing: 'kubernetes',
    facts,
    start: () => null,
    step: (state, fact, context) => {
      const finding = takes(fact) ? check(fact, context) : undefined;
      return { state, findings: finding === undefined ? none : [finding] };
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
    step: (state) => ({ state, findings: none }),
    finish: (_state, context) => check(context),
  };
}

/** The same as something that teams rely on and that the real system may break. */
export function expectation<State>(invariant: Invariant<State>): Invariant<State> {
  return { ...invariant, standing: 'expectation' };
}
