import type { Examination } from '../check/examination.ts';
import { changedLines } from '../fix/unified-diff.ts';
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
  const lines = changedLines(workload.fileText, fix.edits, 0)
    .flat()
    .filter(({ sign }) => sign !== ' ')
    .map(({ sign, line, text }) => {
      const shown = cutEnd(printable(`${String(line).padStart(7)} ${sign} ${text}`), terminal.width, ellipsis);
      return paint(terminal, sign === '-' ? 'bad' : 'good', shown);
    });
  return [...head, '', ...lines, ''];
}
