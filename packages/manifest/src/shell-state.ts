import type { CommandReading } from './shell-commands.ts';
import { commandText } from './shell-count.ts';
import { parseShell } from './shell-parse.ts';
import type { Outcome, Span } from './shell-span.ts';
import { instant } from './shell-span.ts';
import type { ShellNode } from './shell-syntax.ts';
import type { Word } from './shell-tokens.ts';

/** What is found out on the way through a script. */
export interface Evaluation {
  readonly variables: Map<string, string>;
  readonly functions: Map<string, ShellNode>;
  /** What each command says, in the order of the script, each text once. */
  readonly findings: Map<string, CommandReading>;
  /** Calls and substitutions that are being followed. */
  depth: number;
  /** What runs in the background. */
  background: Outcome;
  /** What a command is taken to last whose words say nothing. */
  readonly opaque: Span;
  /** Steps left before the reader gives up. */
  fuel: number;
}

export function evaluation(variables: ReadonlyMap<string, string>, opaque: Span): Evaluation {
  return {
    variables: new Map(variables),
    functions: new Map(),
    findings: new Map(),
    depth: 0,
    background: instant,
    opaque,
    fuel: 20_000,
  };
}

/** Drops what the commands may have set. */
export function forget(state: Evaluation, commands: readonly ShellNode[]): void {
  for (const command of commands) {
    for (const [name] of commandText(command).matchAll(/[A-Za-z_]\w*(?=\s*(?:=|\+\+|--|[-+*]=))/g))
      state.variables.delete(name);
  }
}

/** Remembers `name=value`. */
export function assign(word: Word, state: Evaluation): void {
  const name = word.text.slice(0, word.text.indexOf('='));
  const value = expand(word, state)?.slice(name.length + 1);
  if (value === undefined || name.endsWith('+')) state.variables.delete(name.replace('+', ''));
  else state.variables.set(name, value);
}

/** The word as the shell would pass it on; undefined where it depends on what only the container knows. */
export function expand(word: Word, state: Evaluation): string | undefined {
  let text = '';
  for (const part of word.parts) {
    const piece =
      part.kind === 'text'
        ? part.text
        : part.kind === 'variable'
          ? (state.variables.get(part.name) ?? part.otherwise)
          : undefined;
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** The value of a number or of a variable with one; undefined where it is not known. */
export function numberOf(text: string, state: Evaluation): number | undefined {
  const value = /^-?\d+$/.test(text) ? text : state.variables.get(text);
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** How many items a word of a `for` stands for: `$(seq 5)`, `{1..5}`, a plain word. */
export function countOf(word: Word, state: Evaluation): number | undefined {
  const range = /^\{(-?\d{1,9})\.\.(-?\d{1,9})\}$/.exec(word.text);
  if (range !== null) return Math.abs(Number(range[2]) - Number(range[1])) + 1;
  const [part, ...more] = word.parts;
  if (part?.kind === 'command' && more.length === 0) return countOfSeq(part.script, state);
  const text = expand(word, state);
  if (text === undefined) return undefined;
  return word.parts.some(({ kind }) => kind === 'variable') && !word.text.startsWith('"')
    ? text.split(/\s+/).filter(Boolean).length
    : 1;
}

function countOfSeq(script: string, state: Evaluation): number | undefined {
  const node = parseShell(script);
  const [item] = node?.kind === 'sequence' ? node.items : [];
  if (item?.kind !== 'command' || item.words[0]?.text !== 'seq') return undefined;
  const numbers = item.words.slice(1).map((word) => Number(expand(word, state) ?? Number.NaN));
  const [first = 1, step = 1, last = Number.NaN] =
    numbers.length === 1 ? [1, 1, ...numbers] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  return Number.isSafeInteger(first) && Number.isSafeInteger(last) && Number.isSafeInteger(step) && step !== 0
    ? Math.max(0, Math.floor((last - first) / step) + 1)
    : undefined;
}
