import type { Workload } from '@simlet/manifest';
import { defaultGracePeriodSeconds } from '@simlet/objects';
import { setNumber } from './edit.ts';
import type { RemedyKind } from './remedy.ts';

/** Longer than a day is no answer. */
const MOST_SECONDS = 86_400;

/** A longer grace period. */
export function graceRemedy({ pod }: Workload): RemedyKind {
  const current = pod.spec.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds;
  return {
    how: 'number',
    mends: ['prestop-completes', 'exits-before-sigkill', 'sidecar-outlives-app', 'hooks-succeed'],
    current,
    most: MOST_SECONDS,
    with(workload, seconds) {
      const edits = setNumber(workload, ['spec', 'terminationGracePeriodSeconds'], seconds);
      return edits === undefined
        ? undefined
        : { words: `terminationGracePeriodSeconds: ${seconds}, not ${current}`, edits };
    },
  };
}
