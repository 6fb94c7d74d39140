import type { Terminal } from '../terminal.ts';
import { cutMiddle, printable, signsOf } from './paint.ts';

/** Breaks a text at its spaces into lines of at most `width` columns; what has no spaces is cut in its middle. */
export function wrap(text: string, width: number, ellipsis = '…'): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const whole of text.split(' ')) {
    const word = cutMiddle(whole, width, ellipsis);
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A text as lines within the width of the terminal, each after `indent` columns. */
export function paragraph(text: string, indent: number, terminal: Terminal): readonly string[] {
  return hanging(' '.repeat(indent), text, terminal);
}

/** A text after a label, its further lines below its first one. `head` may be painted: then its columns are given. */
export function hanging(
  head: string,
  text: string,
  terminal: Terminal,
  columns: number = head.length,
): readonly string[] {
  const { ellipsis } = signsOf(terminal);
  const [first, ...more] = wrap(printable(text), Math.max(8, terminal.width - columns), ellipsis);
  return [`${head}${first ?? ''}`.trimEnd(), ...more.map((line) => `${' '.repeat(columns)}${line}`)];
}
