import { scripted } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Invariant } from '@simlet/properties';
import { isOpen } from './assumption.ts';
import type { Assumption } from './assumption.ts';
import type { OpenNumber } from './examination.ts';
import type { Subject } from './workload-experiment.ts';

/** How near to the first value that breaks a property the search for it comes. */
const STEP: Micros = 10_000;

/** Whether SIGTERM arrives is no range, and how long work runs says no more than whether it was over before the pod was stopped. */
const NOT_ASKED: readonly Assumption['subject'][] = ['signal', 'run'];

/**
 * What breaks in the calm run, with the usual values of the numbers that nobody gave, may still hold with other values of them: these
 * decide then. Answers with the first one that alone makes the property hold at an end of its range; empty: none does.
 */
export function usualNumbersThatDecide(subject: Subject, property: Invariant): readonly OpenNumber[] {
  const run = subject.experiment('all', [property]);
  const holds = ({ name }: Assumption, outcome: Micros): boolean =>
    run(scripted([{ name, occurrence: 0, outcome }])).verdicts.some((verdict) => verdict.outcome === 'holds');
  for (const assumption of subject.assumptions.filter((one) => isOpen(one) && !NOT_ASKED.includes(one.subject))) {
    const { usual, least, most } = assumption;
    const end = [least, most].find((outcome) => outcome !== usual && holds(assumption, outcome));
    if (end !== undefined) return [{ assumption, outcome: firstBroken(assumption, end, holds), upwards: end < usual }];
  }
  return [];
}

/** Between the usual value, which breaks it, and one with which it holds. */
function firstBroken(
  assumption: Assumption,
  holdingAt: Micros,
  holds: (assumption: Assumption, outcome: Micros) => boolean,
): Micros {
  let good = holdingAt;
  let bad = assumption.usual;
  while (Math.abs(bad - good) > STEP) {
    const middle = good + Math.trunc((bad - good) / 2 / STEP) * STEP;
    if (middle === good) break;
    if (holds(assumption, middle)) good = middle;
    else bad = middle;
  }
  return bad;
}
