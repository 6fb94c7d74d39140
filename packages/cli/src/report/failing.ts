import type { PropertyOutcome } from '../check/examination.ts';
import type { FailOn } from './result.ts';

const FAILING: Readonly<Record<FailOn, readonly PropertyOutcome[]>> = {
  error: ['broken'],
  warning: ['broken', 'depends'],
  vacuous: ['broken', 'depends', 'not met'],
};

/** Whether an outcome makes the exit code 1. */
export function isFailing(outcome: PropertyOutcome, failOn: FailOn): boolean {
  return FAILING[failOn].includes(outcome);
}
