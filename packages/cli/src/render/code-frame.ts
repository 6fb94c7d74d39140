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
  // Of a line without end only the beginning is shown.
  if (place.column > (lineText(place.line)?.length ?? 0) + 1) return [];
  const { bar, ellipsis } = signsOf(terminal);
  const digits = String(place.line).length;
  const room = terminal.width - digits - 8;
  const length = Math.max(1, Math.min((place.endColumn ?? place.column + 1) - place.column, room));
  const shift = shiftOf(place.column - 1, length, room, ellipsis);
  const lines: string[] = [];
  for (let line = Math.max(1, place.line - CONTEXT_LINES); line <= place.line; line += 1) {
    const whole = printable((lineText(line) ?? '').replaceAll('\t', ' '));
    const text = line === place.line && shift > 0 ? `${ellipsis}${whole.slice(shift + ellipsis.length)}` : whole;
    lines.push(
      `     ${String(line).padStart(digits)} ${paint(terminal, 'quiet', bar)} ${cutEnd(text, room, ellipsis)}`.trimEnd(),
    );
  }
  const start = place.column - 1 - shift;
  const shown = Math.max(1, Math.min(length, room - start));
  const underline = `${' '.repeat(start)}${paint(terminal, 'bad', '^'.repeat(shown))}`;
  const margin = `     ${' '.repeat(digits)} ${paint(terminal, 'quiet', bar)} `;
  if (note === '') return [...lines, `${margin}${underline}`];
  return start + shown + 1 + note.length <= room
    ? [...lines, `${margin}${underline} ${note}`]
    : [...lines, `${margin}${underline}`, `${margin}${cutEnd(note, room, ellipsis)}`];
}

/** How many characters of the line are cut off on its left, so that the place is within the room. */
function shiftOf(start: number, length: number, room: number, ellipsis: string): number {
  const seen = Math.min(length, Math.ceil(room / 3));
  return start + seen <= room - ellipsis.length ? 0 : Math.max(0, start - Math.floor(room / 3));
}
