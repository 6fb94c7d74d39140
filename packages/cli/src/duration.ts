import type { Micros } from '@simlet/core';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', 1_000],
  ['s', 1_000_000],
  ['m', 60_000_000],
  ['h', 3_600_000_000],
  ['d', 86_400_000_000],
]);

/** Thirty years: a clock of microseconds stays exact. */
const LONGEST: Micros = 1e15;

/** Reads `90s`, `250ms`, `1m30s`, `1.5h`, or a bare number of seconds; undefined where the text is none of these, or longer than thirty years. */
export function parseDuration(text: string): Micros | undefined {
  if (!/^(?:\d{1,9}(?:\.\d{1,6})?(?:us|ms|s|m|h|d))+$|^\d{1,9}(?:\.\d{1,6})?$/u.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d)?/gu)) {
    total += Number(amount) * (UNITS.get(unit ?? 's') ?? 0);
  }
  return total > LONGEST ? undefined : Math.round(total);
}

/** `30 s`, `0.1 s`, `10 min`: the shortest exact text down to the millisecond. */
export function formatDuration(time: Micros): string {
  if (!Number.isFinite(time)) return 'for ever';
  const day = 86_400_000_000;
  if (time >= day && time % (day / 24) === 0 && time % day === 0) return `${time / day} d`;
  if (time >= 3_600_000_000 && time % 3_600_000_000 === 0) return `${time / 3_600_000_000} h`;
  if (time >= 600_000_000 && time % 60_000_000 === 0) return `${time / 60_000_000} min`;
  return `${Math.round(time / 1_000) / 1_000} s`;
}

/** Seconds with three decimals, as a time-line shows them: `30.009`. */
export function formatClock(time: Micros): string {
  return (Math.round(time / 1_000) / 1_000).toFixed(3);
}
