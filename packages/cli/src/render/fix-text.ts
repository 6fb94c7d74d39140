import type { Examination } from '../check/examination.ts';
import { changedLines } from '../fix/unified-diff.ts';
import type { DiffLine } from '../fix/unified-diff.ts';
import type { Terminal } from '../terminal.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';
import { hanging } from './paragraph.ts';

const LABEL_WIDTH = 9;

/** The fix of a property: what to change, and the lines of the manifest that change; these only once. */
export function printedFix(
  { fix, workload }: Examination,
  property: string,
  words: string | undefined,
  terminal: Terminal,
): readonly string[] {
  if (fix === undefined || words === undefined) return [];
  const head = hanging(`   ${'Fix'.padEnd(LABEL_WIDTH)} `, words, terminal);
  if ('none' in fix || fix.properties[0] !== property) return head;
  const { ellipsis } = signsOf(terminal);
  const changed = changedLines(workload.fileText, fix.edits, 0)
    .flat()
    .filter(({ sign }) => sign !== ' ');
  const lines = changed.map((one) => {
    const room = terminal.width - NUMBER_WIDTH;
    const shown = `${String(one.line).padStart(NUMBER_WIDTH - 3)} ${one.sign} ${shownPart(one, changed, room, ellipsis)}`;
    return paint(terminal, one.sign === '-' ? 'bad' : 'good', printable(shown));
  });
  return [...head, '', ...lines, ''];
}

/** Columns of the number of a line and its sign. */
const NUMBER_WIDTH = 10;
/** So much of a line stands before what changes in it, where its end would be cut off otherwise. */
const BEFORE_CHANGE = 12;

/** The text of a line as far as there is room for it: the part of it that is not what it was, or will not be. */
function shownPart({ sign, text }: DiffLine, all: readonly DiffLine[], room: number, ellipsis: string): string {
  if (text.length <= room) return text;
  const others = all.filter((other) => other.sign !== sign).map((other) => commonStart(text, other.text));
  const same = Math.max(0, ...others);
  const indent = text.length - text.trimStart().length;
  const from = Math.max(0, Math.min(same - BEFORE_CHANGE, text.length - room + indent));
  const part = from <= indent ? text : `${text.slice(0, indent)}${ellipsis}${text.slice(from + 1)}`;
  return cutEnd(part, room, ellipsis);
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
