import { expect, test } from 'vitest';

import { apiPod, apiStatus, podState } from '../testing/builders.ts';
import { isPastDeadline } from './deadline.ts';

test('the deadline of a pod counts from the second in which the kubelet took it', () => {
  const api = apiPod({ activeDeadlineSeconds: 10 }, { status: apiStatus({ startTime: 2_000_000 }) });
  expect(isPastDeadline(podState(api), api, 11_999_999)).toBe(false);
  expect(isPastDeadline(podState(api), api, 12_000_000)).toBe(true);
});

test('the start that the kubelet remembers goes before the one in the API', () => {
  const api = apiPod({ activeDeadlineSeconds: 10 }, { status: apiStatus({ startTime: 2_000_000 }) });
  const pod = podState(api, { status: { status: apiStatus({ startTime: 5_000_000 }), finished: false } });
  expect(isPastDeadline(pod, api, 12_000_000)).toBe(false);
});

test('a pod without a deadline, or one that has not begun, is past none', () => {
  const unlimited = apiPod({}, { status: apiStatus({ startTime: 2_000_000 }) });
  expect(isPastDeadline(podState(unlimited), unlimited, 12_000_000)).toBe(false);
  const unstarted = apiPod({ activeDeadlineSeconds: 10 });
  expect(isPastDeadline(podState(unstarted), unstarted, 12_000_000)).toBe(false);
});
