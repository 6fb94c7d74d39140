import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lastGridPoint, nextGridPoint } from './grid.ts';

test('before its first point a grid has no last one, and the first is the next', () => {
  expect(lastGridPoint(300, 1_000, 299)).toBeUndefined();
  expect(nextGridPoint(300, 1_000, 299)).toBe(300);
});

test('the next point is strictly later', () => {
  expect(nextGridPoint(300, 1_000, 300)).toBe(1_300);
  expect(nextGridPoint(300, 1_000, 1_299)).toBe(1_300);
});

test('now lies between the last point and the next, which are one period apart', () => {
  const whole = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 100_000 }), whole, (first, period, after) => {
      const now = first + after;
      const last = lastGridPoint(first, period, now) ?? Number.NaN;
      expect(last).toBeLessThanOrEqual(now);
      expect(nextGridPoint(first, period, now)).toBe(last + period);
      expect(last + period).toBeGreaterThan(now);
      expect((last - first) % period).toBe(0);
    }),
  );
});
