import { expect, test } from 'vitest';

import { goMilliseconds, goSeconds } from './go-duration.ts';

test('seconds are told with minutes, from one minute on', () => {
  expect([10, 59, 60, 80, 300].map(goSeconds)).toEqual(['10s', '59s', '1m0s', '1m20s', '5m0s']);
});

test('milliseconds are told with the unit that fits', () => {
  expect([0, 400, 1_000, 1_250, 60_500].map(goMilliseconds)).toEqual(['0s', '400ms', '1s', '1.25s', '1m0.5s']);
});
