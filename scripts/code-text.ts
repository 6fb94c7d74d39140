/**
 * The code of a TypeScript source with comments, texts and regular expressions blanked out, line by line as before, so
 * that a search finds code alone. Substitutions in templates stay. Good for looking, not for parsing.
 */
export function codeText(source: string): string {
  let code = '';
  let index = 0;
  /** Open template literals; each number counts the braces open in its substitution. */
  const templates: number[] = [];
  while (index < source.length) {
    const end = tokenEnd(source, index, code, templates);
    code += end.keep ? source.slice(index, end.at) : blank(source.slice(index, end.at));
    index = end.at;
  }
  return code;
}

interface TokenEnd {
  readonly at: number;
  readonly keep: boolean;
}

function tokenEnd(source: string, index: number, before: string, templates: number[]): TokenEnd {
  const [first, pair] = [source.charAt(index), source.slice(index, index + 2)];
  if (pair === '//') return { at: endOf(source, index, '\n'), keep: false };
  if (pair === '/*') return { at: endOf(source, index + 2, '*/') + 2, keep: false };
  if (first === "'" || first === '"') return { at: quotedEnd(source, index), keep: false };
  if (first === '`') return templateEnd(source, index + 1, templates);
  if (first === '/' && startsExpression(before)) return { at: regularExpressionEnd(source, index), keep: false };
  const braces = templates.at(-1);
  if (braces !== undefined && (first === '{' || first === '}')) {
    if (first === '}' && braces === 0) {
      templates.pop();
      return templateEnd(source, index + 1, templates);
    }
    templates[templates.length - 1] = braces + (first === '{' ? 1 : -1);
  }
  return { at: index + 1, keep: true };
}

/** The end of the text of a template from `index` on: its closing quote, or the start of a substitution. */
function templateEnd(source: string, index: number, templates: number[]): TokenEnd {
  let at = index;
  while (at < source.length && source.charAt(at) !== '`') {
    if (source.startsWith('${', at)) {
      templates.push(0);
      return { at: at + 2, keep: false };
    }
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  return { at: at + 1, keep: false };
}

function quotedEnd(source: string, index: number): number {
  const quote = source.charAt(index);
  let at = index + 1;
  while (at < source.length && source.charAt(at) !== quote && source.charAt(at) !== '\n') {
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  return at + 1;
}

function regularExpressionEnd(source: string, index: number): number {
  let at = index + 1;
  let inClass = false;
  while (at < source.length && source.charAt(at) !== '\n' && (inClass || source.charAt(at) !== '/')) {
    const char = source.charAt(at);
    if (char === '[') inClass = true;
    if (char === ']') inClass = false;
    at += char === '\\' ? 2 : 1;
  }
  return at + 1;
}

/** Whether a slash after this code starts a regular expression rather than divides. */
function startsExpression(before: string): boolean {
  const code = before.trimEnd();
  return code === '' || /[(,=:[!&|?{};+\-*%<>~^]$|\b(?:return|case|typeof|in|of)$/.test(code);
}

function endOf(source: string, index: number, end: string): number {
  const at = source.indexOf(end, index);
  return at < 0 ? source.length : at;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
