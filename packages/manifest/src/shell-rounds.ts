import { commandsOf, counterTests, negated, rounds, stepOf } from './shell-count.ts';
import type { Evaluation } from './shell-state.ts';
import { numberOf } from './shell-state.ts';
import type { ShellNode } from './shell-syntax.ts';

/** How often a loop with a counter in its condition runs at most, and whether that is exact. */
export function roundsOf(
  node: Extract<ShellNode, { kind: 'while' | 'until' }>,
  state: Evaluation,
): { readonly most: number | undefined; readonly exact: boolean } | undefined {
  const { tests, whole } = counterTests(node.condition, node.kind === 'while' ? 'and' : 'or');
  for (const test of tests) {
    const { variable, operator, limit } = node.kind === 'while' ? test : negated(test);
    const first = numberOf(variable, state);
    const last = numberOf(limit, state);
    const step = stepOf(node.body, variable);
    if (first === undefined || last === undefined || step === undefined) continue;
    const most = rounds(first, operator, last, step);
    if (most !== undefined) return { most, exact: whole && tests.length === 1 };
  }
  return undefined;
}

/** How often a loop runs whose body counts and gives up: `[ $i -gt 30 ] && exit 1`. */
export function guardOf(body: ShellNode, state: Evaluation): number | undefined {
  const items = body.kind === 'sequence' ? body.items : [body];
  for (const item of items) {
    const [condition, way] =
      item.kind === 'and'
        ? [item.left, item.right]
        : item.kind === 'if'
          ? [item.branches[0]?.condition, item.branches[0]?.body]
          : [];
    if (condition === undefined || way === undefined || !commandsOf(way).some(givesUp)) continue;
    for (const test of counterTests(condition, 'or').tests) {
      const last = numberOf(test.limit, state);
      const step = stepOf(body, test.variable);
      // The first value is forgotten by now where the loop changes it; counters start at 0 or 1.
      const most = last === undefined || step === undefined ? undefined : rounds(0, negated(test).operator, last, step);
      if (most !== undefined) return most + 1;
    }
  }
  return undefined;
}

const givesUp = (node: ShellNode): boolean =>
  node.kind === 'command' && /^(exit|break|return)$/.test(node.words[0]?.text ?? '');
