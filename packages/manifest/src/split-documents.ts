/** A stretch of a file between two document marks. */
export interface DocumentText {
  readonly text: string;
  /** Where it starts in the file, in UTF-16 units. */
  readonly offset: number;
}

const mark = /^---(?=[ \t\r]*(?:#[^\n]*)?(?:\n|$))[^\n]*(?:\n|$)/gm;

/**
 * Cuts a file at its lines of `---`, before any of it is parsed, so that a mistake in one document leaves the others
 * readable. Stretches that hold only blank lines, comments, directives and ends of documents are left out.
 *
 * *Source*: kubectl does the same (`YAMLReader` in k8s.io/apimachinery/pkg/util/yaml/decoder.go).
 */
export function splitDocuments(text: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  const add = (start: number, end: number): void => {
    const part = text.slice(start, end);
    if (/^(?![ \t\r]*(?:[#%]|$)|\.\.\.[ \t\r]*$)/m.test(part)) documents.push({ text: part, offset: start });
  };
  let start = 0;
  for (const match of text.matchAll(mark)) {
    add(start, match.index);
    start = match.index + match[0].length;
  }
  add(start, text.length);
  return documents;
}
