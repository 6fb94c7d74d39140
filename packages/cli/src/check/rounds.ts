import { calmStrategy, seededStrategy, singleDeviationStrategy } from '@simlet/explorer';
import type { Strategy } from '@simlet/explorer';
import { isOpen } from './assumption.ts';
import type { Settings } from './settings.ts';
import type { Freedom, Subject } from './workload-experiment.ts';

/** Runs of a workload in which the same durations are free. */
export interface Round {
  readonly freedom: Freedom;
  readonly strategies: readonly Strategy[];
}

/**
 * The full set of runs: first with the usual values for the numbers that nobody gave, so that what breaks is broken whatever
 * they are; then, where there are any, with these numbers free, so that what breaks depends on them.
 */
export function roundsOf(subject: Subject, { runs, seedFrom, sweepLimit }: Settings): readonly Round[] {
  const open = subject.assumptions.some(isOpen);
  const givenRuns = open ? Math.ceil(runs / 2) : runs;
  const given: Round = {
    freedom: 'given',
    strategies: [calmStrategy(), singleDeviationStrategy(sweepLimit), seededStrategy(givenRuns, seedFrom)],
  };
  if (!open) return [given];
  const seeds = seededStrategy(runs - givenRuns, seedFrom + givenRuns);
  return [given, { freedom: 'all', strategies: [openNumbersStrategy(subject), seeds] }];
}

/** The sweep of single deviations, of the numbers that nobody gave alone: the others were swept before. */
function openNumbersStrategy(subject: Subject): Strategy {
  const names = new Set(subject.assumptions.filter(isOpen).map(({ name }) => name));
  const sweep = singleDeviationStrategy();
  return {
    name: sweep.name,
    plan: (calm) => sweep.plan({ ...calm, asked: calm.asked.filter(({ name }) => names.has(name)) }),
  };
}
