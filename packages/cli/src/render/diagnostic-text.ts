import type { Diagnostic } from '@simlet/manifest';
import type { Terminal } from '../terminal.ts';
import { codeFrame } from './code-frame.ts';
import { paint, printable } from './paint.ts';
import { paragraph } from './paragraph.ts';

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
      : [place, ...paragraph(`${severity}: ${message}`, 3, terminal)];
  const frame = lineText(line) === undefined ? [] : codeFrame(diagnostic, lineText, '', terminal).slice(-2);
  return [...head, ...frame, ...(hint === undefined ? [] : paragraph(hint, 3, terminal))];
}
