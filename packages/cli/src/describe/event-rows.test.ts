import { MILLISECOND, SECOND } from '@simlet/core';
import type { EventFact, Fact } from '@simlet/kubelet';
import { expect, test } from 'vitest';
import { eventRows } from './event-rows.ts';

const at = (ms: number, body: Fact): { readonly time: number; readonly body: Fact } => ({
  time: ms * MILLISECOND,
  body,
});
const created = (ms: number): ReturnType<typeof at> => at(ms, { kind: 'api', pod: 'p', op: 'created' });
const event = (ms: number, reason: string, count: number, rest: Partial<EventFact> = {}): ReturnType<typeof at> =>
  at(ms, { kind: 'event', pod: 'p', type: 'Normal', reason, message: reason, count, ...rest });

const short = (facts: readonly ReturnType<typeof at>[], now = 10 * 60 * SECOND): readonly string[] =>
  eventRows(facts, 'p', 'default/p', now).map(
    ({ reason, count, firstSeen, lastSeen }) => `${reason} x${count} ${firstSeen / 1e6}..${lastSeen / 1e6}`,
  );

test('the scheduler has assigned the pod when it was created', () => {
  expect(eventRows([created(1_500)], 'p', 'default/p', 2 * SECOND)).toEqual([
    {
      type: 'Normal',
      reason: 'Scheduled',
      component: 'default-scheduler',
      fieldPath: '',
      message: 'Successfully assigned default/p to node-1',
      count: 1,
      firstSeen: 1_000_000,
      lastSeen: 1_000_000,
    },
  ]);
});

test('an event that is told again is one row with the first and the last second, at the place of the last', () => {
  const facts = [created(0), event(1_200, 'Created', 1), event(2_000, 'Started', 1), event(9_900, 'Created', 2)];
  expect(short(facts)).toEqual(['Scheduled x1 0..0', 'Started x1 2..2', 'Created x2 1..9']);
});

test('a kubelet that restarted begins a new row', () => {
  const facts = [created(0), event(1_000, 'Killing', 1), event(5_000, 'Killing', 1)];
  expect(short(facts)).toEqual(['Scheduled x1 0..0', 'Killing x1 1..1', 'Killing x1 5..5']);
});

test('other places and messages are other rows; combined events are one whatever they say', () => {
  const combined = (text: string): Partial<EventFact> => ({ message: `(combined from similar events): ${text}` });
  const facts = [
    created(0),
    event(1_000, 'Unhealthy', 1, { fieldPath: 'spec.containers{a}' }),
    event(2_000, 'Unhealthy', 1, { fieldPath: 'spec.containers{b}' }),
    event(3_000, 'Unhealthy', 1, combined('x')),
    event(4_000, 'Unhealthy', 2, combined('y')),
  ];
  expect(short(facts)).toEqual(['Scheduled x1 0..0', 'Unhealthy x1 1..1', 'Unhealthy x1 2..2', 'Unhealthy x2 3..4']);
});

test('events of the pod before it, and of other pods, do not show', () => {
  const facts = [created(0), event(1_000, 'Killing', 1), created(5_000), event(6_000, 'Pulling', 1, { pod: 'other' })];
  expect(short(facts)).toEqual(['Scheduled x1 5..5']);
});

test('an event that was not told for an hour is forgotten, however often it was told before', () => {
  const facts = [created(0), event(1_000, 'Created', 1), event(2_000, 'BackOff', 1), event(3_000, 'BackOff', 2)];
  expect(short(facts, 3_602 * SECOND)).toEqual(['BackOff x2 2..3']);
  expect(short(facts, 3_603 * SECOND)).toEqual([]);
});
