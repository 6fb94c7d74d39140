import type { Diagnostic } from '@simlet/manifest';
import type { Terminal } from '../terminal.ts';
import { codeFrame } from './code-frame.ts';
import { paint, printable, wrap } from './paint.ts';

/** What is wrong with a manifest: where, what, the line itself, and what follows from it. */
export function diagnosticText(
  diagnostic: Diagnostic,
  lineText: (line: number) => string | undefined,
  terminal: Terminal,
): readonly string[] {
  const { file, line, column, severity, message, hint } = diagnostic;
  const place = ` ${printable(file)}:${line}:${column}`;
  const tone = severity === 'error' ? 'bad' : 'warning';
  const oneLine = `${place}  ${severity}: ${printable(message)}`;
  const head =
    oneLine.length <= terminal.width
      ? [`${place}  ${paint(terminal, tone, `${severity}:`)} ${printable(message)}`]
      : [place, ...wrap(`${severity}: ${printable(message)}`, terminal.width - 4).map((part) => `   ${part}`)];
  const frame = lineText(line) === undefined ? [] : codeFrame(diagnostic, lineText, '', terminal).slice(-2);
  return [...head, ...frame, ...(hint === undefined ? [] : wrap(printable(hint), terminal.width - 4).map((part) => `   ${part}`))];
}
