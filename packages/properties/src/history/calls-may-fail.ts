import type { Scenario } from '@simlet/cluster';

/** Whether calls to the runtime may be slow, fail, or be done without the kubelet hearing of it. */
export function callsMayFail({ faults }: Scenario): boolean {
  return faults?.runtime === true || faults?.lostAnswers === true;
}
