import type { ShellNode } from './shell-syntax.ts';

/** A test of a counter: `[ $i -lt 30 ]`, `[[ $i < 30 ]]`, `((i < 30))`. */
export interface CounterTest {
  readonly variable: string;
  readonly operator: Comparison;
  readonly limit: string;
}

type Comparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';

const words: Readonly<Record<string, Comparison>> = {
  '-lt': 'lt',
  '-le': 'le',
  '-gt': 'gt',
  '-ge': 'ge',
  '-eq': 'eq',
  '-ne': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};
const opposite: Readonly<Record<Comparison, Comparison>> = {
  lt: 'ge',
  le: 'gt',
  gt: 'le',
  ge: 'lt',
  eq: 'ne',
  ne: 'eq',
};
const pattern =
  /^\s*["']?\$?\{?([A-Za-z_]\w*)\}?["']?\s*(-lt|-le|-gt|-ge|-eq|-ne|<=|>=|==|!=|<|>)\s*["']?(\$?\{?\w+\}?)["']?\s*$/;

/** The counter tests that a condition is made of with `&&` (`and`) or `||` (`or`); `whole`: it is nothing else. */
export function counterTests(
  node: ShellNode,
  joint: 'and' | 'or',
): { readonly tests: readonly CounterTest[]; readonly whole: boolean } {
  const only = node.kind === 'sequence' && node.items.length === 1 ? node.items[0] : undefined;
  if (only !== undefined) return counterTests(only, joint);
  if (node.kind === joint) {
    const [left, right] = [counterTests(node.left, joint), counterTests(node.right, joint)];
    return { tests: [...left.tests, ...right.tests], whole: left.whole && right.whole };
  }
  const test = counterTest(textOfTest(node));
  return { tests: test === undefined ? [] : [test], whole: test !== undefined };
}

function textOfTest(node: ShellNode): string {
  if (node.kind === 'arithmetic') return node.text;
  if (node.kind !== 'command') return '';
  const all = node.words.map((word) => word.text).join(' ');
  return /^\[ (.*) \]$/s.exec(all)?.[1] ?? /^\[\[ (.*) \]\]$/s.exec(all)?.[1] ?? /^test (.*)$/s.exec(all)?.[1] ?? '';
}

export function counterTest(text: string): CounterTest | undefined {
  const [, variable = '', sign = '', right = ''] = pattern.exec(text) ?? [];
  const operator = words[sign];
  return operator === undefined ? undefined : { variable, operator, limit: right.replaceAll(/[${}]/g, '') };
}

export const negated = (test: CounterTest): CounterTest => ({ ...test, operator: opposite[test.operator] });

/** A simple command as it is written; empty for anything else. */
export function commandText(node: ShellNode): string {
  if (node.kind === 'arithmetic') return node.text;
  return node.kind === 'command' ? node.words.map((word) => word.text).join(' ') : '';
}

/** By how much each pass through the node changes the variable; undefined where it does not do so exactly once. */
export function stepOf(node: ShellNode, variable: string): number | undefined {
  const steps = commandsOf(node).flatMap((command) => stepOfCommand(command, variable) ?? []);
  return steps.length === 1 ? steps[0] : undefined;
}

function stepOfCommand(node: ShellNode, variable: string): number | undefined {
  const plain = commandText(node).replaceAll(/[\s"'$(){}`]|^let|expr/g, '');
  return stepOfExpression(plain, variable);
}

/** The step of `i++`, `i+=2` or `i=i+1`, without spaces; undefined where it is none. */
export function stepOfExpression(text: string, variable: string): number | undefined {
  if (text === `${variable}++` || text === `++${variable}`) return 1;
  if (text === `${variable}--` || text === `--${variable}`) return -1;
  const [, sign = '', amount = ''] =
    /^(?:=\w+)?([+-])=?(\d+)$/.exec(text.startsWith(variable) ? text.slice(variable.length) : '') ?? [];
  const longhand = text.startsWith(`${variable}=${variable}`) || /^[+-]=/.test(text.slice(variable.length));
  return amount === '' || !longhand ? undefined : Number(`${sign}${amount}`);
}

/** The simple commands of a node, without those of functions that it defines. */
export function commandsOf(node: ShellNode): readonly ShellNode[] {
  switch (node.kind) {
    case 'command':
    case 'arithmetic':
      return [node];
    case 'sequence':
      return node.items.flatMap(commandsOf);
    case 'and':
    case 'or':
      return [...commandsOf(node.left), ...commandsOf(node.right)];
    case 'pipe':
      return node.parts.flatMap(commandsOf);
    case 'background':
    case 'subshell':
    case 'for':
    case 'count':
      return commandsOf(node.body);
    case 'if':
      return [
        ...node.branches.flatMap((branch) => [...commandsOf(branch.condition), ...commandsOf(branch.body)]),
        ...(node.otherwise === undefined ? [] : commandsOf(node.otherwise)),
      ];
    case 'while':
    case 'until':
      return [...commandsOf(node.condition), ...commandsOf(node.body)];
    case 'case':
      return node.bodies.flatMap(commandsOf);
    case 'function':
      return [];
  }
}

/** How often a loop runs while `test` holds, from `first` on; undefined where that has no end. */
export function rounds(first: number, operator: Comparison, limit: number, step: number): number | undefined {
  const distance = (limit - first) / step;
  switch (operator) {
    case 'lt':
    case 'gt':
      return (operator === 'lt' ? first < limit : first > limit) ? (distance > 0 ? Math.ceil(distance) : undefined) : 0;
    case 'le':
    case 'ge':
      return (operator === 'le' ? first <= limit : first >= limit)
        ? distance >= 0 && step !== 0
          ? Math.floor(distance) + 1
          : undefined
        : 0;
    case 'ne':
      return distance >= 0 && Number.isInteger(distance) ? distance : undefined;
    case 'eq':
      return first === limit ? 1 : 0;
  }
}
