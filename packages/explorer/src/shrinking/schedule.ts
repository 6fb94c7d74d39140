import type { Deviation } from '@simlet/core';
import fc from 'fast-check';
import { formatDeviations, parseDeviations } from '../deviation-text.ts';

/** What a run does where it could go more than one way: drawn by a seed, or told by deviations. A value of fast-check. */
export interface Schedule {
  /** How the decisions are drawn: by which sampler, from which seed. Absent: `deviations` tell all. */
  readonly drawn?: { readonly sampler: string; readonly seed: string };
  readonly deviations: readonly Deviation[];
  /** The rule that a run has to break to count as the same failure; absent: any. */
  readonly breachId?: string;
  /** How fast-check prints it. */
  readonly [fc.toStringMethod]: () => string;
}

export function drawnSchedule(sampler: string, seed: string): Schedule {
  return { drawn: { sampler, seed }, deviations: [], [fc.toStringMethod]: () => `seed ${seed} (${sampler})` };
}

export function toldSchedule(deviations: readonly Deviation[], breachId?: string): Schedule {
  const text = deviations.length === 0 ? 'calm' : `schedule('${formatDeviations(deviations)}')`;
  return {
    deviations,
    ...(breachId === undefined ? {} : { breachId }),
    [fc.toStringMethod]: () => text,
  };
}

/**
 * A schedule from its line, `''` for the calm one: for the `examples` of a `simulation`, and in regression tests.
 * @throws DeviationTextError where the line is none.
 */
export function schedule(line: string): Schedule {
  return toldSchedule(parseDeviations(line));
}
