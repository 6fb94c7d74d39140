import type { Workload } from '@simlet/manifest';
import { defaultGracePeriodSeconds } from '@simlet/objects';
import { processOneIn } from '../check/assumptions-of.ts';
import { containersOf } from '../check/placed-container.ts';
import { setNumber } from './edit.ts';
import type { RemedyKind } from './remedy.ts';

/** Longer than two hours is only tried where the manifest itself has more: hooks are tried up to an hour. */
const MOST_SECONDS = 7_200;

/** A longer grace period. */
export function graceRemedy({ pod }: Workload): RemedyKind {
  const isDeaf = containersOf(pod).some((placed) => processOneIn({ pod }, placed)?.gets === 'no');
  const current = pod.spec.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds;
  return {
    how: 'number',
    // No grace period is long enough for a process that ignores SIGTERM.
    mends: ['prestop-completes', 'sidecar-outlives-app', 'hooks-succeed', ...(isDeaf ? [] : ['exits-before-sigkill'])],
    current,
    most: Math.max(MOST_SECONDS, 2 * current),
    with(workload, seconds) {
      const edits = setNumber(workload, ['spec', 'terminationGracePeriodSeconds'], seconds);
      return edits === undefined
        ? undefined
        : { words: `terminationGracePeriodSeconds: ${seconds}, not ${current}`, edits };
    },
  };
}
