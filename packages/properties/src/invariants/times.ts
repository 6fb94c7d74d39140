import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactContainerStatus, CompactTermination } from '@simlet/kubelet';
import { knownInstance } from '../history/lookup.ts';
import type { Instance } from '../history/history.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { allContainers } from './phase.ts';

/** TIMES: the half of EXIT-TRUTH that is about when. */
export const timesTruth: Invariant<null> = always(
  {
    id: 'times-truth',
    sentence: 'The times that a status tells of an instance are those at which it began and ended.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (toKubeContainerStatus), v1.36',
  },
  ['status'],
  (fact, context) => {
    let seen = false;
    for (const status of allContainers(fact.status)) {
      for (const shown of [status, ...(status.last === undefined ? [] : [status.last])]) {
        // The last word on a container that nobody knows any more has the times of whatever was shown before.
        if (shown.reason === 'ContainerStatusUnknown' || shown.state === 'waiting') continue;
        const instance = knownInstance(context.history, fact.pod, shown.id)?.instance;
        const wrong = instance === undefined ? undefined : differs(instance, shown);
        seen ||= instance?.runningAt !== undefined;
        if (instance !== undefined && wrong !== undefined) return broken(fact.pod, instance.id, wrong);
      }
    }
    return seen ? kept : undefined;
  },
);

function differs(instance: Instance, shown: CompactContainerStatus | CompactTermination): string | undefined {
  const { id, runningAt, exited } = instance;
  if (runningAt === undefined) return undefined;
  if (shown.startedAtS !== wholeSeconds(runningAt))
    return `${id} began at ${wholeSeconds(runningAt)} s and was reported with ${String(shown.startedAtS)} s.`;
  if (shown.state !== 'terminated' || exited === undefined || shown.finishedAtS === wholeSeconds(exited.at))
    return undefined;
  return `${id} ended at ${wholeSeconds(exited.at)} s and was reported with ${String(shown.finishedAtS)} s.`;
}

function wholeSeconds(time: Micros): number {
  return Math.floor(time / SECOND);
}
