import { maximumShownLine } from './limits.ts';
import { printable } from './printable.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

/** A text that knows its lines. Lines and columns count from 1, offsets from 0. */
export interface SourceText {
  readonly lineCount: number;
  /** The text of a line without its end, printable, and no more of it than can be shown; undefined where there is no such line. */
  lineText(line: number): string | undefined;
  placeOf(start: number, end?: number): Place;
}

/** The lines of a text; they end at a line feed, with or without a carriage return before it. */
export function sourceText(text: string): SourceText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  const lineAt = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const endOf = (index: number): number => {
    const next = starts[index + 1];
    if (next === undefined) return text.length;
    return text[next - 2] === '\r' ? next - 2 : next - 1;
  };

  return {
    lineCount: starts.length,
    lineText(line) {
      const start = starts[line - 1];
      if (start === undefined) return undefined;
      const end = Math.min(endOf(line - 1), start + maximumShownLine);
      return printable(text.slice(start, end).replaceAll('\t', ' '));
    },
    placeOf(start, end) {
      const index = lineAt(start);
      const lineStart = starts[index] ?? 0;
      const place = { line: index + 1, column: start - lineStart + 1 };
      if (end === undefined || end <= start) return place;
      return { ...place, endColumn: Math.min(end, Math.max(endOf(index), start + 1)) - lineStart + 1 };
    },
  };
}
