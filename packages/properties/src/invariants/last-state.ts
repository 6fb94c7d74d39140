import { knownInstance, predecessorOf } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { allContainers } from './phase.ts';

/** EXIT-TRUTH of the instance before. */
export const lastStateKept: Invariant<null> = always(
  {
    id: 'last-state-kept',
    sentence: 'A container that runs again is reported with how the instance before it ended.',
    source: 'pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses), v1.36',
  },
  ['status'],
  (fact, context): Finding | undefined => {
    let seen = false;
    for (const status of allContainers(fact.status)) {
      const found = status.state === 'running' ? knownInstance(context.history, fact.pod, status.id) : undefined;
      const before = found === undefined ? undefined : predecessorOf(found.life, found.instance);
      // The runtime is asked for the two newest; a record that is gone is a matter of the status before.
      if (before?.exited?.code === undefined || before.removed || before.runningAt === undefined) continue;
      if (before.exited.at > (found?.instance.createBeganAt ?? 0)) continue;
      seen = true;
      const { last, id = status.name } = status;
      if (last?.id === before.id && last.exitCode === before.exited.code) continue;
      // One that was made long after the kubelet had given it up, and never started.
      if (context.scenario.faults?.lostAnswers === true && last?.state === 'waiting') continue;
      const instead =
        last === undefined ? 'nothing' : `${last.id ?? 'an unknown instance'} (${last.exitCode ?? last.state})`;
      const ended = `${before.id} ended with ${before.exited.code}`;
      return broken(fact.pod, id, `${id} was reported with ${instead} as its last state; ${ended}.`);
    }
    return seen ? kept : undefined;
  },
);
