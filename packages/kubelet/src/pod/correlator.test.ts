import { SECOND } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import { features } from '../testing/builders.ts';
import { correlate, EMPTY_CORRELATOR } from './correlator.ts';
import type { Correlated, RawEvent } from './correlator.ts';

const event = (message: string, fields: Partial<RawEvent> = {}): RawEvent => ({
  type: 'Warning',
  reason: 'Unhealthy',
  message,
  fieldPath: 'spec.containers{main}',
  ...fields,
});

/** What becomes of events that come `apart` microseconds from each other. */
const correlateAll = (events: readonly RawEvent[], apart = SECOND): readonly Correlated[] => {
  const results: Correlated[] = [];
  let correlator = EMPTY_CORRELATOR;
  for (const [index, each] of events.entries()) {
    const result = correlate(correlator, each, index * apart, features());
    correlator = result.correlator;
    results.push(result);
  }
  return results;
};

const many = (count: number, make: (index: number) => RawEvent): readonly RawEvent[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('counting', () => {
  test('the same event again counts up', () => {
    expect(correlateAll(many(3, () => event('a'))).map(({ count }) => count)).toEqual([1, 2, 3]);
  });

  test('another message, place, reason or type is another event', () => {
    const others = [
      event('a'),
      event('b'),
      event('a', { fieldPath: 'spec.containers{helper}' }),
      event('a', { reason: 'BackOff' }),
      event('a', { type: 'Normal' }),
    ];
    expect(correlateAll(others).map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('combining', () => {
  test('from the tenth message of one reason on, events are combined and counted together', () => {
    const results = correlateAll(many(12, (index) => event(`attempt ${index}`)));
    expect(results[8]).toMatchObject({ message: 'attempt 8', count: 1 });
    expect(results.slice(9).map(({ message, count }) => [message, count])).toEqual([
      ['(combined from similar events): attempt 9', 1],
      ['(combined from similar events): attempt 10', 2],
      ['(combined from similar events): attempt 11', 3],
    ]);
  });

  test('the same message again does not count as another one', () => {
    const results = correlateAll(many(20, (index) => event(`attempt ${index % 9}`)));
    expect(results.every(({ message }) => message.startsWith('attempt'))).toBe(true);
  });

  test('ten minutes without an event of that reason begin anew', () => {
    const apart = 600 * SECOND + 1;
    const results = correlateAll(
      many(12, (index) => event(`attempt ${index}`)),
      apart,
    );
    expect(results.map(({ message }) => message)).toEqual(
      many(12, (index) => event(`attempt ${index}`)).map((each) => each.message),
    );
  });
});

describe('the spam filter', () => {
  test('lets 25 events of a type pass at once, and counts those that it holds back', () => {
    const results = correlateAll(many(27, () => event('a')));
    expect(results.map(({ written }) => written)).toEqual([
      ...many(25, () => event('a')).map(() => true),
      false,
      false,
    ]);
    expect(results[26]?.count).toBe(27);
  });

  test('lets one more pass every 300 s', () => {
    const burst = correlateAll(many(26, () => event('a')));
    const { correlator } = burst[25] ?? { correlator: EMPTY_CORRELATOR };
    expect(correlate(correlator, event('a'), 300 * SECOND - 1, features()).written).toBe(false);
    const later = correlate(correlator, event('a'), 300 * SECOND, features());
    expect(later.written).toBe(true);
    expect(correlate(later.correlator, event('a'), 301 * SECOND, features()).written).toBe(false);
  });

  test('has a bucket for each type of event', () => {
    const results = correlateAll([...many(26, () => event('a')), event('b', { type: 'Normal', reason: 'Killing' })]);
    expect(results[25]?.written).toBe(false);
    expect(results[26]?.written).toBe(true);
  });
});
