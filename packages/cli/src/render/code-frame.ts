import type { Terminal } from '../terminal.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';

/** A place in a text, with columns and lines from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The column after the last one; absent: one character. */
  readonly endColumn?: number | undefined;
}

const CONTEXT_LINES = 2;

/** The lines around a place, with the place underlined and a word about it. */
export function codeFrame(
  place: Place,
  lineText: (line: number) => string | undefined,
  note: string,
  terminal: Terminal,
): readonly string[] {
  const { bar, ellipsis } = signsOf(terminal);
  const digits = String(place.line).length;
  const room = terminal.width - digits - 8;
  const lines: string[] = [];
  for (let line = Math.max(1, place.line - CONTEXT_LINES); line <= place.line; line += 1) {
    const text = printable((lineText(line) ?? '').replaceAll('\t', ' '));
    lines.push(
      `     ${String(line).padStart(digits)} ${paint(terminal, 'quiet', bar)} ${cutEnd(text, room, ellipsis)}`.trimEnd(),
    );
  }
  const start = Math.min(place.column - 1, Math.max(0, room - 1));
  const length = Math.max(1, Math.min((place.endColumn ?? place.column + 1) - place.column, room - start));
  const underline = `${' '.repeat(start)}${paint(terminal, 'bad', '^'.repeat(length))}`;
  const margin = `     ${' '.repeat(digits)} ${paint(terminal, 'quiet', bar)} `;
  if (note === '') return [...lines, `${margin}${underline}`];
  return start + length + 1 + note.length <= room
    ? [...lines, `${margin}${underline} ${note}`]
    : [...lines, `${margin}${underline}`, `${margin}${cutEnd(note, room, ellipsis)}`];
}
