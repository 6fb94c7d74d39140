import { SECOND } from '@simlet/core';
import type { ApiPod } from '@simlet/kubelet';
import { describe, expect, test } from 'vitest';

import { deletePod } from './api-deletion.ts';

const pod = (fields: Partial<ApiPod> = {}): ApiPod => ({
  uid: 'uid-web-0',
  name: 'web',
  namespace: 'default',
  generation: 1,
  createdAt: 0,
  spec: { containers: [{ name: 'main', image: 'web:1' }], terminationGracePeriodSeconds: 30 },
  status: { phase: 'Running', conditions: {} },
  ...fields,
});

/** A pod whose deletion with this grace was asked for at 100 s. */
const deleted = (seconds: number): ApiPod =>
  pod({ generation: 2, deletionTimestamp: (100 + seconds) * SECOND, deletionGracePeriodSeconds: seconds });

describe('the first deletion', () => {
  test('sets a deadline by the grace of the spec, in whole seconds', () => {
    expect(deletePod(pod(), undefined, 100 * SECOND + 999_999)).toEqual({ result: 'graceful', pod: deleted(30) });
  });

  test.each([
    ['that asks for a grace gets it', 5, 5],
    ['may ask for more than the spec says', 600, 600],
    ['with a negative grace has 1 s', -5, 1],
  ] as const)('%s', (_, requested, seconds) => {
    expect(deletePod(pod(), requested, 100 * SECOND)).toEqual({ result: 'graceful', pod: deleted(seconds) });
  });

  test('with a grace of 0 removes the pod at once', () => {
    expect(deletePod(pod(), 0, 100 * SECOND)).toEqual({ result: 'removed', pod: undefined });
    const spec = { ...pod().spec, terminationGracePeriodSeconds: 0 };
    expect(deletePod(pod({ spec }), undefined, 100 * SECOND).result).toBe('removed');
  });

  test.each(['Succeeded', 'Failed'] as const)('of a pod in phase %s removes it at once', (phase) => {
    expect(deletePod(pod({ status: { phase, conditions: {} } }), 30, 100 * SECOND).result).toBe('removed');
  });
});

describe('a second deletion', () => {
  test('with less grace moves the deadline, counted from the first request', () => {
    expect(deletePod(deleted(30), 5, 102 * SECOND)).toEqual({ result: 'shortened', pod: { ...deleted(5) } });
  });

  test('may move the deadline to a time that has passed', () => {
    expect(deletePod(deleted(30), 5, 120 * SECOND).pod?.deletionTimestamp).toBe(105 * SECOND);
  });

  test.each([undefined, 30, 60])('with a grace of %s changes nothing', (requested) => {
    expect(deletePod(deleted(30), requested, 102 * SECOND)).toEqual({ result: 'pending', pod: deleted(30) });
  });

  test('with a grace of 0 removes the pod at once', () => {
    expect(deletePod(deleted(30), 0, 102 * SECOND).result).toBe('removed');
  });
});
