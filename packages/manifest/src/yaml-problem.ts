import type { Document } from 'yaml';
import type { YamlProblem } from './locate-document.ts';
import { excerpt } from './printable.ts';

/** In words that say what to do; other mistakes keep the words of the YAML library. */
const inOtherWords: Readonly<Partial<Record<string, string>>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on this line: put the value in quotes, or the inner field on a line of its own',
  BAD_INDENT: 'the indentation does not match the lines around it, or a [ or { before it is not closed',
  MULTILINE_IMPLICIT_KEY: 'this line has no ":" after its key, or is not indented as the lines before it',
  TAB_AS_INDENT: 'a tab is used for indentation; YAML takes only spaces',
};

const renderFirst =
  'This looks like a template. Render it first, for example with helm template, and check what comes out.';

/** The syntax errors of a parsed document; `offset` is where its text starts in the file. */
export function syntaxProblems(document: Document.Parsed, text: string, offset: number): readonly YamlProblem[] {
  if (document.errors.length === 0) return [];
  const template = text.includes('{{');
  // One mistake often draws a long tail of others behind it.
  return document.errors.slice(0, 3).map((error) => {
    const [start, end] = error.pos;
    return {
      start: offset + start,
      end: offset + end,
      code: error.code === 'TAB_AS_INDENT' ? 'tab-indentation' : 'yaml-syntax',
      message: inOtherWords[error.code] ?? excerpt(error.message.replaceAll(/\s+/g, ' '), 120),
      ...(template ? { hint: renderFirst } : {}),
    };
  });
}
