import type { YamlProblem } from './locate-document.ts';
import { locateDocument } from './locate-document.ts';
import type { Located } from './located.ts';
import { maximumDepth, maximumDocumentLength } from './limits.ts';
import type { TokenBudget } from './parse-document.ts';
import { parseDocument } from './parse-document.ts';
import type { DocumentText } from './split-documents.ts';
import { syntaxProblems } from './yaml-problem.ts';

export interface ReadDocument {
  /** Undefined where the document is empty or could not be read. */
  readonly root: Located | undefined;
  /** Each of them makes the document unusable. */
  readonly problems: readonly YamlProblem[];
}

const control = /(?![\t\n\r\u{85}])\p{Cc}/u;

/** Reads the text of one document into values; nothing that stands in it makes this throw. */
export function readDocument({ text, offset }: DocumentText, budget: TokenBudget): readonly ReadDocument[] {
  if (budget.left < 0) return [];
  const refuse = (code: YamlProblem['code'], at: number, message: string, hint?: string): readonly ReadDocument[] => {
    const place = { start: offset + at, end: offset + at + 1 };
    return [{ root: undefined, problems: [{ ...place, code, message, ...(hint === undefined ? {} : { hint }) }] }];
  };
  if (text.length > maximumDocumentLength)
    return refuse('document-too-large', 0, tooLarge, 'The API server takes no request above 3 MiB.');
  const bad = control.exec(text);
  if (bad !== null) {
    const name = `U+${(text.codePointAt(bad.index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return refuse('not-text', bad.index, `the control character ${name} is not allowed in YAML`);
  }
  const parsed = parseDocument(text, budget);
  if (parsed.kind === 'refused') {
    return parsed.code === 'too-deep'
      ? refuse('too-deep', parsed.offset, `the document is nested more than ${maximumDepth} levels deep`)
      : refuse('document-too-large', parsed.offset, tooLarge);
  }
  if (budget.left < 0) {
    const hint = 'Check the files of a large set one by one.';
    return refuse('file-too-large', 0, 'the file is too large to be read: what comes from here on is left out', hint);
  }
  return parsed.documents.map((document) => {
    const problems = syntaxProblems(document, text, offset);
    if (problems.length > 0) return { root: undefined, problems };
    if (document.contents === null) return { root: undefined, problems: [] };
    const located = locateDocument(document.contents, offset);
    // A field that is written twice leaves the others to be looked at.
    const isReadable = located.problems.every(({ code }) => code === 'duplicate-key');
    return isReadable ? located : { root: undefined, problems: located.problems };
  });
}

const tooLarge = 'the document is too large to be read';
