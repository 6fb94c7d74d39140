import { expect, test } from 'vitest';
import { parseDurationFlag } from './check/duration-flag.ts';
import { formatClock, formatDuration, parseDuration } from './duration.ts';

test.each([
  ['20', 20_000_000],
  ['90s', 90_000_000],
  ['250ms', 250_000],
  ['1m30s', 90_000_000],
  ['1.5h', 5_400_000_000],
  ['0.25', 250_000],
  ['7d', 604_800_000_000],
])('%s is %i microseconds', (text, micros) => {
  expect(parseDuration(text)).toBe(micros);
});

test.each(['', 's', '-1', '1 s', '1x', '1e3', '..', '9999999999'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('a duration flag is one value or a range, for one container or for all', () => {
  expect(parseDurationFlag('20s')).toEqual({ least: 20_000_000, most: 20_000_000, text: '20s' });
  expect(parseDurationFlag('5..60')).toEqual({ least: 5_000_000, most: 60_000_000, text: '5..60' });
  expect(parseDurationFlag('app=1s..2m')).toEqual({
    container: 'app',
    least: 1_000_000,
    most: 120_000_000,
    text: 'app=1s..2m',
  });
  for (const text of ['app=', '=5', '6..5', '1..2..3', 'x']) expect(parseDurationFlag(text)).toBeUndefined();
});

test('durations are printed in the largest unit that is exact, down to the millisecond', () => {
  expect([100_000, 1_500_000, 60_000_000, 600_000_000, 7_200_000_000, 604_800_000_000].map(formatDuration)).toEqual([
    '0.1 s',
    '1.5 s',
    '60 s',
    '10 min',
    '2 h',
    '7 d',
  ]);
  expect(formatClock(30_009_000)).toBe('30.009');
});
