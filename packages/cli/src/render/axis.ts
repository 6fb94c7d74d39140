import type { Micros } from '@simlet/core';

/** Where a time-line begins and ends, and which instant is its 0. */
export interface Window {
  readonly from: Micros;
  readonly to: Micros;
  readonly origin: Micros;
}

const SECOND = 1_000_000;
const STEPS: readonly number[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 604_800,
].map((seconds) => seconds * SECOND);
const COLUMNS_A_LABEL = 8;

/** The row of times above a time-line, `columns` wide: a label at each round step. */
export function axis(window: Window, columns: number): string {
  const span = window.to - window.from;
  const room = Math.max(1, Math.floor(columns / COLUMNS_A_LABEL));
  const step = STEPS.find((candidate) => span / candidate <= room) ?? span;
  const row = Array.from({ length: columns }, () => ' ');
  const first = Math.ceil((window.from - window.origin) / step) * step;
  for (let time = first; time <= window.to - window.origin; time += step) {
    const label = stepLabel(time, step);
    const start = columnOf(time + window.origin, window, columns);
    const end = start + label.length;
    const free = end <= columns && row.slice(Math.max(0, start - 1), end).every((character) => character === ' ');
    if (free) for (const [index, character] of [...label].entries()) row[start + index] = character;
  }
  return row.join('').trimEnd();
}

/** The column in which an instant lies; at least 0 and below `columns`. */
export function columnOf(time: Micros, window: Window, columns: number): number {
  const share = (time - window.from) / Math.max(1, window.to - window.from);
  return Math.min(columns - 1, Math.max(0, Math.floor(share * columns)));
}

function stepLabel(time: Micros, step: Micros): string {
  if (step >= 86_400 * SECOND) return `${time / (86_400 * SECOND)}d`;
  if (step >= 3_600 * SECOND) return `${time / (3_600 * SECOND)}h`;
  if (step >= 300 * SECOND) return `${time / (60 * SECOND)}m`;
  return `${Math.round(time / 100_000) / 10}s`;
}
