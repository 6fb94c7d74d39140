import { expect, test } from 'vitest';

import { apiStatus, runningStatus } from '../testing/builders.ts';
import { sameStatus } from './same-status.ts';

const status = apiStatus({ phase: 'Running', containers: [runningStatus('main')], conditions: { Ready: 'True' } });

test('statuses are the same whatever the order of their fields', () => {
  const { phase, conditions, ...rest } = status;
  expect(sameStatus(status, { ...rest, conditions: { ...conditions }, phase })).toBe(true);
});

test('a difference at any depth is one, and so is a field more', () => {
  expect(sameStatus(status, { ...status, containers: [runningStatus('main', { ready: false })] })).toBe(false);
  expect(sameStatus(status, { ...status, containers: [] })).toBe(false);
  expect(sameStatus(status, { ...status, reason: 'Evicted' })).toBe(false);
  expect(sameStatus({ ...status, reason: 'Evicted' }, status)).toBe(false);
});
