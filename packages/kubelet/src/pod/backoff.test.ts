import { SECOND } from '@simlet/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { apiPod, podState } from '../testing/builders.ts';
import { isInBackoff, nextBackoff } from './backoff.ts';
import { imageBackoffOf, pullFailed } from './image-backoff.ts';
import type { BackoffEntry } from './state.ts';

const entry = (seconds: number, at = 0): BackoffEntry => ({ duration: seconds * SECOND, lastUpdate: at * SECOND });

describe('the back-off of a container that crashes', () => {
  test('the first restart is not delayed: there is no entry yet', () => {
    expect(isInBackoff(undefined, 5 * SECOND, 5 * SECOND)).toBe(false);
  });

  test('starts with 10 s and doubles up to 300 s', () => {
    const durations: number[] = [];
    let before: BackoffEntry | undefined;
    for (let start = 1; start <= 8; start += 1) {
      before = nextBackoff(before, start * SECOND, start * SECOND);
      durations.push(before.duration / SECOND);
    }
    expect(durations).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('is counted from the exit, and over to the microsecond', () => {
    const exit = 100 * SECOND;
    expect(isInBackoff(entry(10, 99), exit, exit + 10 * SECOND - 1)).toBe(true);
    expect(isInBackoff(entry(10, 99), exit, exit + 10 * SECOND)).toBe(false);
  });

  test('begins anew when the exit is more than 600 s after the last counted start', () => {
    const old = entry(160, 0);
    expect(nextBackoff(old, 600 * SECOND, 600 * SECOND).duration).toBe(300 * SECOND);
    expect(nextBackoff(old, 600 * SECOND + 1, 700 * SECOND).duration).toBe(10 * SECOND);
    expect(isInBackoff(old, 601 * SECOND, 602 * SECOND)).toBe(false);
  });

  test('never shrinks but by a reset, and never leaves 10 s to 300 s', () => {
    const step = fc.record({ run: fc.integer({ min: 0, max: 900 }), wait: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let now = 0;
        let before: BackoffEntry | undefined;
        for (const { run, wait } of steps) {
          const exit = now + run * SECOND;
          now = exit + wait * SECOND;
          const after = nextBackoff(before, exit, now);
          expect(after.duration).toBeGreaterThanOrEqual(10 * SECOND);
          expect(after.duration).toBeLessThanOrEqual(300 * SECOND);
          if (before !== undefined && exit - before.lastUpdate <= 600 * SECOND)
            expect(after.duration).toBe(Math.min(300 * SECOND, 2 * before.duration));
          before = after;
        }
      }),
    );
  });
});

describe('the back-off of an image', () => {
  test('is counted from the last failed pull, and remembers its error', () => {
    const pod = podState(apiPod());
    pullFailed(pod, 'main:1', 4 * SECOND, 'not found');
    expect(imageBackoffOf(pod, 'main:1', 14 * SECOND - 1)?.error).toBe('not found');
    expect(imageBackoffOf(pod, 'main:1', 14 * SECOND)).toBeUndefined();
  });

  test('doubles with each failure, for each image apart', () => {
    const pod = podState(apiPod());
    pullFailed(pod, 'main:1', 4 * SECOND, 'not found');
    pullFailed(pod, 'main:1', 14 * SECOND, 'not found');
    expect(pod.imageBackoff['main:1']?.duration).toBe(20 * SECOND);
    expect(imageBackoffOf(pod, 'other:1', 15 * SECOND)).toBeUndefined();
  });
});
