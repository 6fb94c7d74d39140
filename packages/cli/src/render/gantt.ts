import type { Terminal } from '../terminal.ts';
import { axis, columnOf } from './axis.ts';
import type { Window } from './axis.ts';
import type { Lane, Mark, Shade } from './lane.ts';
import { cutMiddle, paint, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';

const MOST_COLUMNS = 120;
const LEAST_COLUMNS = 16;
const MOST_LABEL = 22;
const INDENT = '     ';

const UNICODE: Readonly<Record<Shade, string>> = {
  running: '█',
  stopping: '▒',
  down: '┄',
  hook: '━',
  abandoned: '╌',
  budget: '·',
};
const ASCII: Readonly<Record<Shade, string>> = {
  running: '#',
  stopping: '%',
  down: '.',
  hook: '=',
  abandoned: '-',
  budget: '.',
};
const TONES: Readonly<Record<Shade, Tone>> = {
  running: 'good',
  stopping: 'warning',
  down: 'quiet',
  hook: 'hook',
  abandoned: 'quiet',
  budget: 'quiet',
};

interface Cell {
  readonly character: string;
  readonly tone: Tone;
}

/** The lanes of a run as lines of text, with the axis above them. */
export function gantt(lanes: readonly Lane[], window: Window, terminal: Terminal): readonly string[] {
  const mostLabel = Math.min(MOST_LABEL, terminal.width - INDENT.length - LEAST_COLUMNS - 3);
  const labelWidth = Math.min(mostLabel, Math.max(...lanes.map((lane) => lane.label.length)));
  const room = terminal.width - INDENT.length - labelWidth - 3;
  const columns = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, room));
  const { ellipsis } = signsOf(terminal);
  const rows = lanes.map((lane) => {
    const label = cutMiddle(lane.label, labelWidth, ellipsis).padEnd(labelWidth);
    return `${INDENT}${label}  ${row(lane, window, columns, terminal)}`.trimEnd();
  });
  const times = `${INDENT}${' '.repeat(labelWidth)}  ${paint(terminal, 'quiet', axis(window, columns))}`;
  return [times, ...rows];
}

function row(lane: Lane, window: Window, columns: number, terminal: Terminal): string {
  const cells: Cell[] = Array.from({ length: columns }, () => ({ character: ' ', tone: 'plain' }));
  const shades = terminal.unicode ? UNICODE : ASCII;
  for (const span of lane.spans) {
    if (span.to < window.from || span.from > window.to) continue;
    const first = columnOf(span.from, window, columns);
    const last = Math.max(first, columnOf(span.to, window, columns) - (span.to < window.to ? 1 : 0));
    for (let column = first; column <= last; column += 1) {
      cells[column] = { character: shades[span.shade], tone: TONES[span.shade] };
    }
  }
  for (const mark of lane.marks) {
    if (mark.at < window.from || mark.at > window.to) continue;
    place(cells, columnOf(mark.at, window, columns), mark, terminal);
  }
  return joinCells(cells, terminal);
}

/** Two marks in one column stand side by side where there is room, so that a very short hook shows its start and its end. */
function place(cells: Cell[], column: number, mark: Mark, terminal: Terminal): void {
  const cell: Cell = { character: signOf(mark, terminal), tone: mark.sign === 'cut' ? 'bad' : 'strong' };
  const taken = cells[column];
  const isMark = taken !== undefined && (taken.tone === 'strong' || taken.tone === 'bad');
  cells[isMark && column + 1 < cells.length ? column + 1 : column] = cell;
}

function signOf(mark: Mark, terminal: Terminal): string {
  switch (mark.sign) {
    case 'cut':
      return terminal.unicode ? '╳' : 'X';
    case 'end':
      return terminal.unicode ? '▌' : '|';
    case 'start':
      return terminal.unicode ? '├' : '|';
    default:
      return mark.sign > 9 ? '+' : String(mark.sign);
  }
}

function joinCells(cells: readonly Cell[], terminal: Terminal): string {
  let text = '';
  let run = '';
  let tone: Tone = 'plain';
  for (const cell of cells) {
    if (cell.tone !== tone) {
      text += paint(terminal, tone, run);
      run = '';
      tone = cell.tone;
    }
    run += cell.character;
  }
  return text + paint(terminal, tone, run);
}
