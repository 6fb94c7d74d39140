import type { Words } from './shell-commands.ts';
import { readCommand, readTimeout } from './shell-commands.ts';
import { commandText, commandsOf, counterTest, rounds, stepOfExpression } from './shell-count.ts';
import { parseShell } from './shell-parse.ts';
import { guardOf, roundsOf } from './shell-rounds.ts';
import type { Outcome } from './shell-span.ts';
import { beside, ends, followedBy, instant, or, repeated } from './shell-span.ts';
import type { Evaluation } from './shell-state.ts';
import { assign, countOf, expand, forget, numberOf } from './shell-state.ts';
import type { ShellNode } from './shell-syntax.ts';
import type { Word } from './shell-tokens.ts';
import { programName, shellScriptOf, wrappedCommand } from './shell-wrappers.ts';

const maximumDepth = 20;

const unread = ({ opaque }: Evaluation): Outcome => ({ go: opaque });

function tooMuch(state: Evaluation): Outcome {
  state.findings.set('the rest of the script', {
    outcome: instant,
    how: 'opaque',
    says: 'calls too much to be followed',
  });
  return unread(state);
}

/** How long a node takes when its commands succeed; a test may turn out either way. */
export function evaluate(node: ShellNode, state: Evaluation): Outcome {
  state.fuel -= 1;
  if (state.fuel < 0) return tooMuch(state);
  switch (node.kind) {
    case 'command':
      return evaluateCommand(node.words, state);
    case 'arithmetic':
      forget(state, [node]);
      return instant;
    case 'sequence':
      return node.items.reduce<Outcome>(
        (before, item) => (before.go === undefined ? before : followedBy(before, evaluate(item, state))),
        instant,
      );
    case 'and':
      return evaluateAnd(node.left, node.right, state);
    case 'or':
      return evaluateOr(node.left, node.right, state);
    case 'pipe':
      return node.parts.map((part) => evaluate(part, state)).reduce(beside);
    case 'background':
      state.background = beside(state.background, evaluate(node.body, state));
      return instant;
    case 'subshell':
      return { go: ends(evaluate(node.body, state)) };
    case 'if':
      return evaluateIf(node, state);
    case 'while':
    case 'until':
      return evaluateLoop(node, state);
    case 'for':
      return evaluateFor(node.words, node.body, state);
    case 'count':
      return evaluateCount(node.expression, node.body, state);
    case 'case':
      return node.bodies.map((body) => evaluateBranch(body, state)).reduce(or, instant);
    case 'function':
      state.functions.set(node.name, node.body);
      return instant;
  }
}

function evaluateAnd(left: ShellNode, right: ShellNode, state: Evaluation): Outcome {
  const first = evaluate(left, state);
  if (first.go === undefined) return first;
  const both = followedBy(first, isTest(left) ? evaluateBranch(right, state) : evaluate(right, state));
  return isTest(left) ? or(first, both) : both;
}

function evaluateOr(left: ShellNode, right: ShellNode, state: Evaluation): Outcome {
  const first = evaluate(left, state);
  if (first.go === undefined || cannotFail(left)) return first;
  const both = followedBy(first, evaluateBranch(right, state));
  return or(first, both);
}

/** Whether a command is there for its answer and not for what it does. */
function isTest(node: ShellNode): boolean {
  if (node.kind === 'and' || node.kind === 'or') return isTest(node.right);
  if (node.kind === 'pipe') return isTest(node.parts.at(-1) ?? node);
  if (node.kind === 'arithmetic') return true;
  return (
    node.kind === 'command' &&
    /^(\[|\[\[.*|test|grep|pgrep|pidof|which|command|false)$/s.test(node.words[0]?.text ?? '')
  );
}

function cannotFail(node: ShellNode): boolean {
  return node.kind === 'command' && ['sleep', 'echo', 'true', ':'].includes(node.words[0]?.text ?? '');
}

/** A piece that may not run: what it sets is not known behind it. */
function evaluateBranch(node: ShellNode, state: Evaluation): Outcome {
  const outcome = evaluate(node, state);
  forget(state, commandsOf(node));
  return outcome;
}

function evaluateIf(node: Extract<ShellNode, { kind: 'if' }>, state: Evaluation): Outcome {
  let before: Outcome = instant;
  let all: Outcome | undefined;
  for (const { condition, body } of node.branches) {
    before = followedBy(before, evaluate(condition, state));
    const taken = followedBy(before, evaluateBranch(body, state));
    all = all === undefined ? taken : or(all, taken);
  }
  const last = node.otherwise === undefined ? before : followedBy(before, evaluateBranch(node.otherwise, state));
  return all === undefined ? last : or(all, last);
}

function evaluateLoop(node: Extract<ShellNode, { kind: 'while' | 'until' }>, state: Evaluation): Outcome {
  const { condition, body } = node;
  const endless = isEndless(node);
  const known = roundsOf(node, state);
  const test = evaluate(condition, state);
  forget(state, commandsOf(node));
  const round = followedBy(test, evaluate(body, state));
  forget(state, commandsOf(node));
  const guard = guardOf(body, state);
  const most = known?.most ?? guard ?? Number.POSITIVE_INFINITY;
  noteLoop(node, most, state);
  if (endless && most === Number.POSITIVE_INFINITY) return forEver(round);
  const least = known?.exact === true ? (known.most ?? 0) : 0;
  return followedBy(repeated(round, endless ? most : least, most), test);
}

function noteLoop(
  { kind, condition }: Extract<ShellNode, { kind: 'while' | 'until' }>,
  most: number,
  state: Evaluation,
): void {
  const text = `${kind} ${commandsOf(condition).map(commandText).join(' ')}`;
  const finding = Number.isFinite(most)
    ? ({ how: 'bounded', says: `at most ${String(most)} rounds` } as const)
    : ({ how: 'unbounded', says: 'a loop whose rounds are not counted' } as const);
  state.findings.set(text, { outcome: instant, ...finding });
}

/** `while true`, `while :`, `until false`. */
function isEndless({ kind, condition }: Extract<ShellNode, { kind: 'while' | 'until' }>): boolean {
  const only = condition.kind === 'sequence' && condition.items.length === 1 ? condition.items[0] : condition;
  const text = only?.kind === 'command' ? only.words.map((word) => word.text).join(' ') : '';
  return kind === 'while' ? /^(true|:|\[ 1 \]|test 1)$/.test(text) : text === 'false';
}

/** Ends with a `break`, an `exit`, or never. */
function forEver({ leave, stop, go }: Outcome): Outcome {
  const late = (span: { readonly min: number; readonly max: number }): { min: number; max: number } =>
    go === undefined ? span : { min: span.min, max: go.max === 0 ? span.max : Number.POSITIVE_INFINITY };
  if (leave === undefined && stop === undefined)
    return { go: { min: Number.POSITIVE_INFINITY, max: Number.POSITIVE_INFINITY } };
  return { ...(stop === undefined ? {} : { go: late(stop) }), ...(leave === undefined ? {} : { leave: late(leave) }) };
}

function evaluateFor(words: readonly Word[], body: ShellNode, state: Evaluation): Outcome {
  const count = words.reduce<number | undefined>((sum, word) => {
    const items = countOf(word, state);
    return sum === undefined || items === undefined ? undefined : sum + items;
  }, 0);
  forget(state, commandsOf(body));
  const round = evaluateBranch(body, state);
  return repeated(round, count ?? 0, count ?? Number.POSITIVE_INFINITY);
}

/** `for ((i = 0; i < 30; i++))`. */
function evaluateCount(expression: string, body: ShellNode, state: Evaluation): Outcome {
  const [start = '', condition = '', step = ''] = expression.split(';');
  const [, variable = '', first = ''] = /^\s*(\w+)\s*=\s*(\d+)\s*$/.exec(start) ?? [];
  const test = counterTest(condition);
  const last = test === undefined ? undefined : numberOf(test.limit, state);
  const change = stepOfExpression(step.replaceAll(/\s/g, ''), variable);
  const count =
    test === undefined || last === undefined || change === undefined || test.variable !== variable
      ? undefined
      : rounds(Number(first), test.operator, last, change);
  const round = evaluateBranch(body, state);
  return repeated(round, count ?? 0, count ?? Number.POSITIVE_INFINITY);
}

function evaluateCommand(all: readonly Word[], state: Evaluation): Outcome {
  const assignments = all.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word.text));
  const words = assignments === -1 ? [] : all.slice(assignments);
  const inner = all.reduce<Outcome>((before, word) => followedBy(before, evaluateSubstitutions(word, state)), instant);
  if (words.length === 0) {
    for (const word of all) assign(word, state);
    return inner;
  }
  return followedBy(
    inner,
    evaluateWords(
      words.map((word) => expand(word, state)),
      words.map((word) => word.text).join(' '),
      state,
    ),
  );
}

/** How long a command of expanded words takes; `text` is how it is written. */
export function evaluateWords(words: Words, text: string, state: Evaluation): Outcome {
  const name = programName(words);
  const script = shellScriptOf(words);
  if (script !== undefined) return evaluateScript(script, text, state);
  const called = state.functions.get(words[0] ?? '');
  if (called !== undefined) return evaluateCall(called, state);
  if (name === 'wait' && words.length === 1) return { go: ends(state.background) };
  if (name === 'timeout') return evaluateTimeout(words, text, state);
  const wrapped = wrappedCommand(words);
  if (wrapped !== undefined) {
    const outcome = evaluateWords(words.slice(wrapped), text, state);
    // What stands behind an exec is never reached.
    return name === 'exec' ? { leave: ends(outcome) } : outcome;
  }
  const reading = readCommand(words);
  state.findings.set(text, reading);
  return reading.how === 'opaque' ? unread(state) : reading.outcome;
}

function evaluateCall(body: ShellNode, state: Evaluation): Outcome {
  if (state.depth >= maximumDepth) return tooMuch(state);
  state.depth += 1;
  const outcome = evaluate(body, state);
  state.depth -= 1;
  return outcome;
}

function evaluateScript(script: string, text: string, state: Evaluation): Outcome {
  const node = state.depth >= maximumDepth ? undefined : parseShell(script);
  if (node === undefined) {
    state.findings.set(text, { outcome: unread(state), how: 'opaque', says: 'a script that could not be read' });
    return unread(state);
  }
  return { go: ends(evaluateCall(node, state)) };
}

function evaluateTimeout(words: Words, text: string, state: Evaluation): Outcome {
  const limit = readTimeout(words);
  if (limit === undefined) return unread(state);
  const { max } = limit.span;
  const inner = ends(evaluateWords(words.slice(limit.command), text, state));
  const outcome: Outcome = { go: { min: Math.min(inner.min, limit.span.min), max: Math.min(inner.max, max) } };
  if (inner.max > max)
    state.findings.set(text, { outcome, how: 'bounded', says: `is stopped after ${String(max / 1_000)} s` });
  return outcome;
}

function evaluateSubstitutions(word: Word, state: Evaluation): Outcome {
  return word.parts.reduce<Outcome>((before, part) => {
    if (part.kind !== 'command' || state.depth >= maximumDepth || state.fuel < 0) return before;
    // Reading it costs by its length, and a function may be called again and again.
    state.fuel -= Math.ceil(part.script.length / 50);
    const node = parseShell(part.script);
    return node === undefined
      ? followedBy(before, unread(state))
      : followedBy(before, { go: ends(evaluateCall(node, state)) });
  }, instant);
}
