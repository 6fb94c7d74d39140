import { edited } from './edit.ts';
import type { Edit } from './edit.ts';

/** A line of a diff; its number is that of the old text where it is removed, else that of the new one, from 1. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly line: number;
  readonly text: string;
}

const CONTEXT = 3;

/** The lines that edits change, with `context` unchanged ones around them: one list for each place. */
export function changedLines(
  text: string,
  edits: readonly Edit[],
  context: number = CONTEXT,
): readonly (readonly DiffLine[])[] {
  const old = linesOf(text);
  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const lineAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
  let shift = 0;
  return grouped(edits, lineAt, context).map((group) => {
    const from = Math.max(0, Math.min(...group.map(({ start }) => lineAt(start))) - context);
    const to = Math.min(old.length, Math.max(...group.map(({ end }) => lineAt(end))) + 1 + context);
    const [start, end] = [starts[from] ?? 0, Math.min(text.length, starts[to] ?? text.length)];
    const moved = group.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const fresh = linesOf(edited(text.slice(start, end), moved) ?? '');
    const lines = differences(old.slice(from, to), fresh, from + 1, from + 1 + shift);
    shift += fresh.length - (to - from);
    return trimmed(lines, context);
  });
}

/** The changes as a unified diff, as `patch` and `git apply` take it. */
export function unifiedDiff(file: string, text: string, edits: readonly Edit[]): string {
  let shift = 0;
  const name = file.replace(/^\/+/u, '');
  const hunks = changedLines(text, edits).map((lines) => {
    const count = (without: '-' | '+'): number => lines.filter(({ sign }) => sign !== without).length;
    const first = lines[0];
    const newStart = first?.line ?? 1;
    const oldStart = first?.sign === '-' ? newStart : newStart - shift;
    const head = `@@ -${oldStart},${count('+')} +${first?.sign === '-' ? newStart + shift : newStart},${count('-')} @@`;
    shift += count('-') - count('+');
    return [head, ...lines.map(({ sign, text: line }) => `${sign}${line}`)].join('\n');
  });
  return hunks.length === 0 ? '' : [`--- a/${name}`, `+++ b/${name}`, ...hunks, ''].join('\n');
}

/** Edits whose lines are so near to each other that one place shows them. */
function grouped(
  edits: readonly Edit[],
  lineAt: (offset: number) => number,
  context: number,
): readonly (readonly Edit[])[] {
  const groups: Edit[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (lineAt(edit.start) - last <= 2 * context + 1) groups.at(-1)?.push(edit);
    else groups.push([edit]);
    last = lineAt(edit.end);
  }
  return groups;
}

/** What has to be removed and added, by the longest common subsequence of the lines. */
function differences(
  old: readonly string[],
  fresh: readonly string[],
  oldLine: number,
  newLine: number,
): readonly DiffLine[] {
  const longest = Array.from({ length: old.length + 1 }, () => Array.from({ length: fresh.length + 1 }, () => 0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = longest[i];
      if (row !== undefined) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [before, after] = [old[i], fresh[j]];
    if (before !== undefined && before === after) {
      lines.push({ sign: ' ', line: newLine + j, text: before });
      i += 1;
      j += 1;
    } else if (before !== undefined && (after === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', line: oldLine + i, text: before });
      i += 1;
    } else {
      lines.push({ sign: '+', line: newLine + j, text: after ?? '' });
      j += 1;
    }
  }
  return lines;
}

function trimmed(lines: readonly DiffLine[], context: number): readonly DiffLine[] {
  const first = lines.findIndex(({ sign }) => sign !== ' ');
  const last = lines.findLastIndex(({ sign }) => sign !== ' ');
  return lines.slice(Math.max(0, first - context), last + 1 + context);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
