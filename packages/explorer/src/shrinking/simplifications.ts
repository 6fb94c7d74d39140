import type { AskedDecision, Deviation } from '@simlet/core';
import type { Execution } from '../experiment.ts';
import { alternatives } from '../strategies/alternatives.ts';
import { keyOf } from './candidate.ts';
import type { Candidate, Progress } from './candidate.ts';

const MILLISECOND = 1_000;
const SECOND = 1_000_000;
const ROUND_STEPS: readonly number[] = [SECOND, SECOND / 10, SECOND / 100, MILLISECOND];

/**
 * Each deviation moved to an earlier occurrence of its decision, and its outcome as near to the simplest one as can be, in round
 * steps (whole seconds, milliseconds, units). `from` is the deviation that was moved last; those before it are done.
 */
export function* simplifications(
  { deviations, asked }: Execution,
  round: number,
  from?: Extract<Progress, { readonly pass: 'simplify' }>,
): Generator<Candidate> {
  const decisions = new Map(asked.map((decision) => [keyOf(decision), decision]));
  const begin =
    from === undefined
      ? 0
      : Math.max(
          0,
          deviations.findIndex((one) => keyOf(one) === from.key),
        );
  for (const deviation of deviations.slice(begin)) {
    const key = keyOf(deviation);
    const decision = decisions.get(key);
    if (decision === undefined) continue;
    const passing = from?.key === key ? from.passing : undefined;
    if (passing === undefined) yield* earlier(deviation, deviations, decisions, round);
    for (const { outcome, passing: known } of nearer(deviation, decision, passing)) {
      const changed = deviations.map((one) => (one === deviation ? { ...one, outcome } : one));
      yield { deviations: changed, progress: { pass: 'simplify', key, passing: known, round } };
    }
  }
}

/** What may happen later may as well happen the first time: then less has to come before it. */
function* earlier(
  deviation: Deviation,
  deviations: readonly Deviation[],
  decisions: ReadonlyMap<string, AskedDecision>,
  round: number,
): Generator<Candidate> {
  const { name, occurrence: last } = deviation;
  const taken = new Set(deviations.map(keyOf));
  for (const occurrence of new Set([0, Math.floor(last / 2), last - 1])) {
    const key = keyOf({ name, occurrence });
    if (occurrence >= last || occurrence < 0 || taken.has(key) || !decisions.has(key)) continue;
    const changed = deviations.map((one) => (one === deviation ? { ...one, occurrence } : one));
    yield { deviations: changed, progress: { pass: 'simplify', key, round } };
  }
}

interface Nearer {
  readonly outcome: number;
  readonly passing: number;
}

/** Outcomes nearer to the simplest, given the largest distance from it known not to fail; undefined: none was tried yet. */
function* nearer({ outcome }: Deviation, { domain }: AskedDecision, passing: number | undefined): Generator<Nearer> {
  const { simplest, min, max } = domain;
  const distance = Math.abs(outcome - simplest);
  if (passing === undefined) {
    const found = alternatives(domain)
      .map((candidate) => ({ candidate, away: Math.abs(candidate - simplest) }))
      .filter(({ away }) => away < distance)
      .toSorted((one, other) => one.away - other.away || one.candidate - other.candidate);
    for (const { candidate } of found) yield { outcome: candidate, passing: 0 };
  }
  yield* between(outcome, simplest, passing ?? 0);
  for (const round of roundOutcomes(outcome)) {
    if (round !== simplest && round >= min && round <= max) yield { outcome: round, passing: distance };
  }
}

/** Half-way from what is known not to fail to the outcome that does, again and again, in steps that fit the distance. */
function* between(outcome: number, simplest: number, passing: number): Generator<Nearer> {
  const direction = Math.sign(outcome - simplest);
  const distance = Math.abs(outcome - simplest);
  const step = distance >= SECOND ? SECOND : distance >= MILLISECOND ? MILLISECOND : 1;
  let low = Math.floor(passing / step);
  const high = Math.ceil(distance / step);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    const candidate = Math.round((simplest + direction * middle * step) / step) * step;
    if (candidate !== outcome) yield { outcome: candidate, passing: low * step };
    low = middle;
  }
}

/** The nearest round outcomes, in steps as large as possible; none where it is round already. */
function roundOutcomes(outcome: number): readonly number[] {
  const rounds: number[] = [];
  for (const step of ROUND_STEPS) {
    if (Math.abs(outcome) < step) continue;
    if (outcome % step === 0) return rounds;
    rounds.push(Math.floor(outcome / step) * step, Math.ceil(outcome / step) * step);
  }
  return rounds;
}
