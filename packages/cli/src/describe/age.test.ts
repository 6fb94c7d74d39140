import { SECOND } from '@simlet/core';
import { expect, test } from 'vitest';
import { age, shortAge } from './age.ts';

test.each([
  [-2, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [150, '2m30s'],
  [599, '9m59s'],
  [600, '10m'],
  [3 * 3_600 - 1, '179m'],
  [3 * 3_600, '3h'],
  [4 * 3_600 + 600, '4h10m'],
  [47 * 3_600, '47h'],
  [3 * 86_400 + 7_200, '3d2h'],
  [9 * 86_400, '9d'],
])('an age of %i s is told as %s', (seconds, text) => {
  expect(age(1_000 * SECOND, (1_000 + seconds) * SECOND)).toBe(text);
});

test.each([
  [-2, '<invalid>'],
  [0, '0s'],
  [59, '59s'],
  [119, '1m'],
  [7_199, '1h'],
  [86_400, '1d'],
])('the kubectl of the Docker era tells an age of %i s in one unit as %s', (seconds, text) => {
  expect(shortAge(0, seconds * SECOND)).toBe(text);
});

test('parts of a second are no age', () => {
  expect(age(0, 1_999_999)).toBe('1s');
});
