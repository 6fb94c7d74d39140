import { compareInstants, differs, type InstantComparison } from './compare.ts';
import { entryText } from './entry-text.ts';
import { fieldDifferences } from './field-differences.ts';
import type { TraceEntry } from './trace.ts';

export interface SideBySideOptions {
  /** Characters a line. */
  readonly width: number;
  /** How many instants are shown before the first difference, and how many after it. Default 6 and 6. */
  readonly before?: number;
  readonly after?: number;
}

interface Row {
  readonly mark: ' ' | '<' | '>' | '|';
  readonly left?: TraceEntry;
  readonly right?: TraceEntry;
}

/**
 * Both traces around their first difference, the expected one on the left. Marks: `<` only left, `>` only right, `|`
 * entries of one kind that differ, with the differing fields written out below. Traces that match give an empty text.
 */
export function sideBySide(
  expected: readonly TraceEntry[],
  actual: readonly TraceEntry[],
  options: SideBySideOptions,
): string {
  const instants = compareInstants(expected, actual);
  const first = instants.findIndex(differs);
  if (first < 0) return '';
  const { width, before = 6, after = 6 } = options;
  const shown = instants.slice(Math.max(0, first - before), first + after + 1);
  const column = Math.max(20, Math.floor((width - timeWidth - markWidth) / 2));
  const lines = shown.flatMap((instant) => rowsOf(instant).flatMap((row) => rowLines(row, instant.tMs, column)));
  return `${[line('ms', 'expected', ' ', 'actual', column), ...lines].join('\n')}\n`;
}

const timeWidth = 9;
const markWidth = 3;

function rowsOf(instant: InstantComparison): readonly Row[] {
  const rows: Row[] = instant.both.map((entry) => ({ mark: ' ', left: entry, right: entry }));
  const extra = [...instant.extra];
  for (const left of instant.missing) {
    const index = extra.findIndex((entry) => subject(entry) === subject(left));
    const [right] = index < 0 ? [] : extra.splice(index, 1);
    rows.push(right === undefined ? { mark: '<', left } : { mark: '|', left, right });
  }
  return [...rows, ...extra.map((right): Row => ({ mark: '>', right }))];
}

/** What two entries must share to be shown as one that differs, rather than as two. */
function subject(entry: TraceEntry): string {
  const { kind } = entry;
  const fields = ['call', 'op', 'hook', 'probe', 'phase', 'event', 'reason', 'pod', 'signal'].map(
    (name) => entry[name],
  );
  return JSON.stringify([kind, ...fields]);
}

function rowLines(row: Row, tMs: number, column: number): readonly string[] {
  const left = row.left === undefined ? '' : entryText(row.left);
  const right = row.right === undefined ? '' : entryText(row.right);
  const head = line(String(tMs), left, row.mark, right, column);
  if (row.mark === ' ') return [head];
  if (row.mark === '|') {
    return [head, ...fieldDifferences(row.left, row.right).map((text) => `${' '.repeat(timeWidth)}   ${text}`)];
  }
  // What stands alone is worth reading in full.
  const whole = `${left}${right}`;
  return whole.length <= column ? [head] : [head, `${' '.repeat(timeWidth)}   ${whole}`];
}

function line(time: string, left: string, mark: string, right: string, column: number): string {
  const cells = `${time.padStart(timeWidth - 2)}  ${fit(left, column).padEnd(column)} ${mark} ${fit(right, column)}`;
  return cells.trimEnd();
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
