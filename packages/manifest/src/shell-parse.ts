import type { ShellBranch, ShellNode } from './shell-syntax.ts';
import type { Token, Word } from './shell-tokens.ts';
import { shellTokens } from './shell-tokens.ts';

const maximumNesting = 40;
const maximumLength = 65_536;

/** Where the parser stands. */
interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  nesting: number;
}

/** The syntax of a POSIX or bash script; undefined where this reader does not follow it. */
export function parseShell(script: string): ShellNode | undefined {
  if (script.length > maximumLength) return undefined;
  const tokens = shellTokens(script);
  if (tokens === undefined) return undefined;
  const cursor: Cursor = { tokens, at: 0, nesting: 0 };
  const node = parseList(cursor, []);
  return cursor.at === tokens.length ? node : undefined;
}

/** Commands until one of the words in `ends`, `)`, `;;` or the end. */
function parseList(cursor: Cursor, ends: readonly string[]): ShellNode | undefined {
  cursor.nesting += 1;
  if (cursor.nesting > maximumNesting) return undefined;
  const items: ShellNode[] = [];
  for (skip(cursor); !atEnd(cursor, ends); skip(cursor)) {
    const item = parseAndOr(cursor);
    if (item === undefined) return undefined;
    if (takeOperator(cursor, '&')) items.push({ kind: 'background', body: item });
    else items.push(item);
  }
  cursor.nesting -= 1;
  return { kind: 'sequence', items };
}

function atEnd(cursor: Cursor, ends: readonly string[]): boolean {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) return true;
  if (token.kind === 'operator') return token.text === ')' || token.text === ';;';
  return token.kind === 'word' && ends.includes(token.text);
}

function skip(cursor: Cursor): void {
  while (takeOperator(cursor, ';') || takeOperator(cursor, '\n'));
}

function parseAndOr(cursor: Cursor): ShellNode | undefined {
  let left = parsePipe(cursor);
  while (left !== undefined) {
    const kind = takeOperator(cursor, '&&') ? 'and' : takeOperator(cursor, '||') ? 'or' : undefined;
    if (kind === undefined) return left;
    skip(cursor);
    const right = parsePipe(cursor);
    left = right === undefined ? undefined : { kind, left, right };
  }
  return undefined;
}

function parsePipe(cursor: Cursor): ShellNode | undefined {
  const parts: ShellNode[] = [];
  do {
    skipNewLines(cursor);
    while (takeWord(cursor, '!') || takeWord(cursor, 'time'));
    const part = parseCommand(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
  } while (takeOperator(cursor, '|') || takeOperator(cursor, '|&'));
  return parts.length === 1 ? parts[0] : { kind: 'pipe', parts };
}

function skipNewLines(cursor: Cursor): void {
  while (takeOperator(cursor, '\n'));
}

function parseCommand(cursor: Cursor): ShellNode | undefined {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) return undefined;
  if (token.kind === 'arithmetic') {
    cursor.at += 1;
    return { kind: 'arithmetic', text: token.text };
  }
  if (takeOperator(cursor, '(')) {
    const body = parseList(cursor, []);
    return body !== undefined && takeOperator(cursor, ')') ? { kind: 'subshell', body } : undefined;
  }
  if (takeWord(cursor, '{')) return parseUntil(cursor, '}');
  if (takeWord(cursor, 'if')) return parseIf(cursor);
  if (takeWord(cursor, 'while')) return parseWhile(cursor, 'while');
  if (takeWord(cursor, 'until')) return parseWhile(cursor, 'until');
  if (takeWord(cursor, 'for')) return parseFor(cursor);
  if (takeWord(cursor, 'case')) return parseCase(cursor);
  if (takeWord(cursor, 'function')) return parseNamedFunction(cursor);
  return parseSimple(cursor);
}

function parseUntil(cursor: Cursor, end: string): ShellNode | undefined {
  const body = parseList(cursor, [end]);
  return takeWord(cursor, end) ? body : undefined;
}

function parseIf(cursor: Cursor): ShellNode | undefined {
  const branches: ShellBranch[] = [];
  do {
    const condition = parseUntil(cursor, 'then');
    const body = parseList(cursor, ['elif', 'else', 'fi']);
    if (condition === undefined || body === undefined) return undefined;
    branches.push({ condition, body });
  } while (takeWord(cursor, 'elif'));
  const otherwise = takeWord(cursor, 'else') ? parseList(cursor, ['fi']) : undefined;
  return takeWord(cursor, 'fi') ? { kind: 'if', branches, otherwise } : undefined;
}

function parseWhile(cursor: Cursor, kind: 'while' | 'until'): ShellNode | undefined {
  const condition = parseUntil(cursor, 'do');
  const body = condition === undefined ? undefined : parseUntil(cursor, 'done');
  return condition === undefined || body === undefined ? undefined : { kind, condition, body };
}

function parseFor(cursor: Cursor): ShellNode | undefined {
  const first = cursor.tokens[cursor.at];
  if (first === undefined || first.kind === 'operator') return undefined;
  cursor.at += 1;
  const words: Word[] = [];
  if (first.kind === 'word' && takeWord(cursor, 'in')) {
    for (let word = nextWord(cursor); word !== undefined; word = nextWord(cursor)) words.push(word);
  }
  skip(cursor);
  const body = takeWord(cursor, 'do') ? parseUntil(cursor, 'done') : undefined;
  if (body === undefined) return undefined;
  return first.kind === 'arithmetic'
    ? { kind: 'count', expression: first.text, body }
    : { kind: 'for', variable: first.text, words, body };
}

function parseCase(cursor: Cursor): ShellNode | undefined {
  if (nextWord(cursor) === undefined) return undefined;
  skipNewLines(cursor);
  if (!takeWord(cursor, 'in')) return undefined;
  const bodies: ShellNode[] = [];
  for (skip(cursor); !takeWord(cursor, 'esac'); skip(cursor)) {
    takeOperator(cursor, '(');
    do if (nextWord(cursor) === undefined) return undefined;
    while (takeOperator(cursor, '|'));
    if (!takeOperator(cursor, ')')) return undefined;
    const body = parseList(cursor, ['esac']);
    if (body === undefined) return undefined;
    bodies.push(body);
    takeOperator(cursor, ';;');
  }
  return { kind: 'case', bodies };
}

function parseSimple(cursor: Cursor): ShellNode | undefined {
  const words: Word[] = [];
  for (let word = nextWord(cursor); word !== undefined; word = nextWord(cursor)) words.push(word);
  const [first] = words;
  if (first === undefined) return undefined;
  if (words.length === 1 && takeOperator(cursor, '('))
    return takeOperator(cursor, ')') ? parseFunction(cursor, first.text) : undefined;
  return { kind: 'command', words };
}

/** `function name { ... }`, the form of bash. */
function parseNamedFunction(cursor: Cursor): ShellNode | undefined {
  const name = nextWord(cursor);
  if (takeOperator(cursor, '(')) takeOperator(cursor, ')');
  return name === undefined ? undefined : parseFunction(cursor, name.text);
}

function parseFunction(cursor: Cursor, name: string): ShellNode | undefined {
  cursor.nesting += 1;
  if (cursor.nesting > maximumNesting) return undefined;
  skip(cursor);
  const body = parseCommand(cursor);
  cursor.nesting -= 1;
  return body === undefined ? undefined : { kind: 'function', name, body };
}

function nextWord(cursor: Cursor): Word | undefined {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'word') return undefined;
  cursor.at += 1;
  return token;
}

function takeWord(cursor: Cursor, text: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'word' || token.text !== text) return false;
  cursor.at += 1;
  return true;
}

function takeOperator(cursor: Cursor, text: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'operator' || token.text !== text) return false;
  cursor.at += 1;
  return true;
}
