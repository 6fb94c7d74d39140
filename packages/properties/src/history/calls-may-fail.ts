import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { History } from './history.ts';
import { wasWithoutRuntime } from './standstill.ts';

/** Whether calls to the runtime may be slow, fail, or be done without the kubelet hearing of it. */
export function callsMayFail({ faults }: Scenario): boolean {
  return faults?.runtime === true || faults?.lostAnswers === true;
}

/** Whether a call that was made since then may have failed though nothing in the behaviour of the containers says so. */
export function mayHaveFailed(since: Micros, { history }: { readonly history: History }): boolean {
  return callsMayFail(history.scenario) || wasWithoutRuntime(history, since);
}
