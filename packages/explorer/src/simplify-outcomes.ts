import type { AskedDecision, Deviation } from '@simlet/core';
import { alternatives } from './alternatives.ts';
import type { Execution } from './experiment.ts';
import type { Try } from './shrink.ts';

const MILLISECOND = 1_000;
const SECOND = 1_000_000;
const ROUND_STEPS: readonly number[] = [SECOND, SECOND / 10, SECOND / 100, MILLISECOND];

/** Moves each outcome as near to its simplest one as the failure allows, in round steps (whole seconds, milliseconds, units). */
export function simplifyOutcomes<E extends Execution>(failing: E, attempt: Try<E>): E {
  let current = failing;
  for (const original of failing.deviations) {
    const deviation = current.deviations.find((one) => same(one, original));
    const asked = current.asked.find((one) => same(one, original));
    if (deviation !== undefined && asked !== undefined) current = simplifyOne(current, deviation, asked, attempt);
  }
  return current;
}

function simplifyOne<E extends Execution>(failing: E, deviation: Deviation, asked: AskedDecision, attempt: Try<E>): E {
  const { simplest } = asked.domain;
  const withOutcome = (outcome: number): E | undefined => {
    const execution = attempt(failing.deviations.map((one) => (same(one, deviation) ? { ...one, outcome } : one)));
    return execution !== undefined && execution.deviations.length <= failing.deviations.length ? execution : undefined;
  };
  let best = { outcome: deviation.outcome, execution: failing };
  const nearer = alternatives(asked.domain)
    .filter((outcome) => Math.abs(outcome - simplest) < Math.abs(best.outcome - simplest))
    .toSorted((a, b) => Math.abs(a - simplest) - Math.abs(b - simplest) || a - b);
  for (const outcome of nearer) {
    const execution = withOutcome(outcome);
    if (execution !== undefined) {
      best = { outcome, execution };
      break;
    }
  }
  return roundOff(bisect(best, simplest, withOutcome), deviation, withOutcome);
}

/** Where no round outcome was found on the way: the nearest round one, in steps as large as possible. */
function roundOff<E extends Execution>(
  failing: E,
  deviation: Deviation,
  withOutcome: (outcome: number) => E | undefined,
): E {
  const outcome = failing.deviations.find((one) => same(one, deviation))?.outcome;
  if (outcome === undefined) return failing;
  for (const step of ROUND_STEPS) {
    if (Math.abs(outcome) < step) continue;
    if (outcome % step === 0) return failing;
    for (const round of [Math.floor(outcome / step) * step, Math.ceil(outcome / step) * step]) {
      const execution = withOutcome(round);
      if (execution !== undefined) return execution;
    }
  }
  return failing;
}

function bisect<E>(
  failing: { readonly outcome: number; readonly execution: E },
  simplest: number,
  withOutcome: (outcome: number) => E | undefined,
): E {
  const direction = Math.sign(failing.outcome - simplest);
  const distance = Math.abs(failing.outcome - simplest);
  const step = distance > SECOND ? SECOND : distance > MILLISECOND ? MILLISECOND : 1;
  let best = failing.execution;
  // In steps from the simplest outcome: `low` did not fail (or is the simplest itself), `high` fails.
  let low = 0;
  let high = Math.ceil(distance / step);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    const execution = withOutcome(roundTo(simplest + direction * middle * step, step));
    if (execution === undefined) low = middle;
    else {
      high = middle;
      best = execution;
    }
  }
  return best;
}

function roundTo(outcome: number, step: number): number {
  return Math.round(outcome / step) * step;
}

function same(a: { name: string; occurrence: number }, b: { name: string; occurrence: number }): boolean {
  return a.name === b.name && a.occurrence === b.occurrence;
}
