/** A piece of a word. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly otherwise?: string }
  | { readonly kind: 'command'; readonly script: string }
  | { readonly kind: 'arithmetic'; readonly text: string };

export interface Word {
  readonly kind: 'word';
  readonly parts: readonly WordPart[];
  /** As written. */
  readonly text: string;
  /** Where it begins in the script. */
  readonly at: number;
}

export type Token =
  | Word
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'arithmetic'; readonly text: string };

const operators = ['&&', '||', ';;', '|&', ';', '&', '|', '(', ')', '\n'];
const redirection = /\d*(?:&>>?|>>|>\||>&|<>|<&|<<<|<<-?|>|<)/y;

/** Cuts a shell script into words and operators; undefined where a quote or bracket is left open. Redirections are left out. */
export function shellTokens(script: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const documents: string[] = [];
  let at = 0;
  while (at < script.length) {
    const space = /^(?:[ \t\r]|\\\r?\n)+/.exec(script.slice(at, at + 64));
    const comment = script[at] === '#' ? script.indexOf('\n', at) : undefined;
    redirection.lastIndex = at;
    const redirect = redirection.exec(script);
    if (space !== null) at += space[0].length;
    else if (comment !== undefined) at = comment === -1 ? script.length : comment;
    else if (redirect !== null) {
      const target = redirectTarget(script, at + redirect[0].length);
      if (target === undefined) return undefined;
      if (/<<-?$/.test(redirect[0])) documents.push(target.text.replaceAll(/['"\\]/g, ''));
      at = target.end;
    } else if (script.startsWith('((', at)) {
      const end = script.indexOf('))', at);
      if (end === -1) return undefined;
      tokens.push({ kind: 'arithmetic', text: script.slice(at + 2, end) });
      at = end + 2;
    } else {
      const operator = operators.find((text) => script.startsWith(text, at));
      if (operator !== undefined) {
        tokens.push({ kind: 'operator', text: operator });
        at += operator.length;
        if (operator === '\n') at = afterDocuments(script, at, documents.splice(0));
      } else {
        const read = readWord(script, at);
        if (read === undefined) return undefined;
        tokens.push(read.word);
        at = read.end;
      }
    }
  }
  return tokens;
}

function redirectTarget(script: string, start: number): { readonly text: string; readonly end: number } | undefined {
  let at = start;
  while (script[at] === ' ' || script[at] === '\t') at += 1;
  const read = readWord(script, at);
  return read === undefined || read.end === at ? undefined : { text: read.word.text, end: read.end };
}

/** Behind the here-documents whose delimiters are given. */
function afterDocuments(script: string, start: number, delimiters: readonly string[]): number {
  let at = start;
  for (const delimiter of delimiters) {
    while (at < script.length) {
      const next = script.indexOf('\n', at);
      const line = script.slice(at, next === -1 ? script.length : next).trim();
      at = next === -1 ? script.length : next + 1;
      if (line === delimiter) break;
    }
  }
  return at;
}

function readWord(script: string, start: number): { readonly word: Word; readonly end: number } | undefined {
  if (/^\[\[[ \t\n]/.test(script.slice(start, start + 3))) return readTest(script, start);
  const parts: WordPart[] = [];
  let at = start;
  while (at < script.length) {
    const piece = readPiece(script, at);
    if (piece === undefined) return undefined;
    if (piece.end === at) {
      // An array is a word, whatever stands in it.
      const end = /^\w+\+?=$/.test(script.slice(start, at)) ? closing(script, at, '(', ')') : undefined;
      if (script[at] !== '(' || end === undefined) break;
      at = end + 1;
      continue;
    }
    parts.push(...piece.parts);
    at = piece.end;
  }
  // A character that opens nothing and belongs to nothing would be read for ever.
  if (at === start) return undefined;
  return { word: { kind: 'word', parts, text: script.slice(start, at), at: start }, end: at };
}

/** `[[ ... ]]` has operators of its own inside. */
function readTest(script: string, start: number): { readonly word: Word; readonly end: number } | undefined {
  const end = script.indexOf(']]', start);
  if (end === -1) return undefined;
  const text = script.slice(start, end + 2);
  return { word: { kind: 'word', parts: [{ kind: 'text', text }], text, at: start }, end: end + 2 };
}

interface Piece {
  readonly parts: readonly WordPart[];
  readonly end: number;
}

/** The next piece of a word; an empty one at its end, undefined where something is left open. */
function readPiece(script: string, at: number): Piece | undefined {
  const character = script[at] ?? '';
  switch (character) {
    case '\\':
      return {
        parts: text(script[at + 1] === '\n' ? '' : (script[at + 1] ?? '')),
        end: Math.min(at + 2, script.length),
      };
    case "'": {
      const end = script.indexOf("'", at + 1);
      return end === -1 ? undefined : { parts: text(script.slice(at + 1, end)), end: end + 1 };
    }
    case '"':
      return readDoubleQuoted(script, at + 1);
    case '$':
    case '`':
      return readExpansion(script, at);
    default: {
      const plain = /^[^\s\\'"$`;&|()<>]+/.exec(script.slice(at, at + 4_096));
      return plain === null ? { parts: [], end: at } : { parts: text(plain[0]), end: at + plain[0].length };
    }
  }
}

const text = (value: string): readonly WordPart[] => [{ kind: 'text', text: value }];

function readDoubleQuoted(script: string, start: number): Piece | undefined {
  const parts: WordPart[] = [];
  let at = start;
  while (at < script.length) {
    const character = script[at] ?? '';
    if (character === '"') return { parts, end: at + 1 };
    if (character === '\\') {
      parts.push(...text(script[at + 1] ?? ''));
      at += 2;
    } else if (character === '$' || character === '`') {
      const piece = readExpansion(script, at);
      if (piece === undefined) return undefined;
      parts.push(...piece.parts);
      at = piece.end;
    } else {
      const plain = /^[^"\\$`]+/.exec(script.slice(at, at + 4_096))?.[0] ?? character;
      parts.push(...text(plain));
      at += plain.length;
    }
  }
  return undefined;
}

/** `$name`, `${name}`, `${name:-word}`, `$(script)`, `` `script` ``, `$((expression))`. */
function readExpansion(script: string, at: number): Piece | undefined {
  if (script[at] === '`') {
    const end = script.indexOf('`', at + 1);
    return end === -1 ? undefined : { parts: [{ kind: 'command', script: script.slice(at + 1, end) }], end: end + 1 };
  }
  if (script.startsWith('$((', at)) {
    const end = script.indexOf('))', at);
    return end === -1 ? undefined : { parts: [{ kind: 'arithmetic', text: script.slice(at + 3, end) }], end: end + 2 };
  }
  if (script.startsWith('$(', at)) {
    const end = closing(script, at + 1, '(', ')');
    return end === undefined
      ? undefined
      : { parts: [{ kind: 'command', script: script.slice(at + 2, end) }], end: end + 1 };
  }
  if (script.startsWith('${', at)) {
    const end = closing(script, at + 1, '{', '}');
    return end === undefined ? undefined : { parts: [braced(script.slice(at + 2, end))], end: end + 1 };
  }
  const name = /^\$([A-Za-z_]\w*|[0-9@*#?$!-])/.exec(script.slice(at, at + 256))?.[1];
  return name === undefined
    ? { parts: text('$'), end: at + 1 }
    : { parts: [{ kind: 'variable', name }], end: at + 1 + name.length };
}

function braced(inner: string): WordPart {
  const [, name = inner, otherwise] = /^(\w+)(?::?[-=](.*))?$/s.exec(inner) ?? [];
  return { kind: 'variable', name, ...(otherwise === undefined ? {} : { otherwise }) };
}

/** The offset of the bracket that closes the one at `start`, quotes respected. */
function closing(script: string, start: number, open: string, close: string): number | undefined {
  let depth = 0;
  for (let at = start; at < script.length; at += 1) {
    const character = script[at] ?? '';
    if (character === '\\') at += 1;
    else if (character === "'" || character === '"') {
      const end = script.indexOf(character, at + 1);
      if (end === -1) return undefined;
      at = end;
    } else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}
