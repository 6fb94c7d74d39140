import { scripted } from '@simlet/core';
import type { AskedDecision, Chooser, Deviation } from '@simlet/core';
import { formatDeviations } from '../deviation-text.ts';
import { alternatives, isExhausted } from './alternatives.ts';
import type { Attempt, Attempts, Strategy } from './strategy.ts';

/** What a bounded exhaustive search has been through. Counts go up while it runs. */
export interface Coverage {
  /** At most so many decisions of a run were not simplest. */
  readonly deviations: number;
  /** Runs made: one for each combination that was not known to end like another. */
  runs: number;
  /** Runs that came into a state that a run before had been in, and ended there. */
  merged: number;
  states: number;
  /** Different decisions that some run asked for, and that were varied. */
  decisions: number;
  /** Those of them that have more outcomes than were tried. */
  bounded: number;
  /** Whether the search came to its end; false while it runs, or where its limit cut it short. */
  complete: boolean;
}

export interface ExhaustiveStrategy extends Strategy {
  readonly coverage: Coverage;
}

/**
 * Every combination of up to `deviations` decisions that are not simplest, each with each of its alternatives, fewest first. A
 * run that comes into a state in which a run before had been, with no less left to vary, ends there: it cannot end
 * otherwise. At most `limit` runs; `coverage` says how far it came, and what was bounded.
 */
export function exhaustiveStrategy(deviations: number, limit: number = Number.POSITIVE_INFINITY): ExhaustiveStrategy {
  const coverage = { deviations, runs: 0, merged: 0, states: 0, decisions: 0, bounded: 0, complete: false };
  return {
    name: 'exhaustive',
    coverage,
    plan: () => ({ attempts: attempts(deviations, limit, coverage), leftOut: 0 }),
  };
}

function* attempts(most: number, limit: number, coverage: Coverage): Attempts {
  const seen = new Set<string>();
  const decisions = new Map<string, boolean>();
  let level: (readonly Deviation[])[] = [[]];
  for (let count = 0; count <= most; count += 1) {
    const next: (readonly Deviation[])[] = [];
    for (const deviations of level) {
      if (coverage.runs >= limit) return;
      const visit = visitOf(deviations, seen);
      const execution = yield visit.attempt;
      coverage.runs += 1;
      coverage.merged += execution.stopped === true ? 1 : 0;
      coverage.states = seen.size;
      if (count === most) continue;
      // What was asked for up to the last deviation was varied by another combination.
      for (const decision of execution.asked.slice(visit.varied())) {
        decisions.set(`${decision.name}#${decision.occurrence}`, isExhausted(decision.domain));
        next.push(...extended(deviations, decision));
      }
      coverage.decisions = decisions.size;
      coverage.bounded = [...decisions.values()].filter((exhausted) => !exhausted).length;
    }
    level = next;
  }
  coverage.complete = true;
}

function extended(
  deviations: readonly Deviation[],
  { name, occurrence, domain }: AskedDecision,
): readonly (readonly Deviation[])[] {
  return alternatives(domain).map((outcome) => [...deviations, { name, occurrence, outcome }]);
}

interface Visit {
  readonly attempt: Attempt;
  /** How many decisions had been asked for when the last deviation was taken. */
  varied(): number;
}

/** A run of a combination, which ends where it comes into a state that was seen before. */
function visitOf(deviations: readonly Deviation[], seen: Set<string>): Visit {
  const last = deviations.at(-1);
  let asked = 0;
  let varied = last === undefined ? 0 : Number.POSITIVE_INFINITY;
  function chooser(): Chooser {
    const script = scripted(deviations);
    return {
      choose(name, occurrence, domain) {
        asked += 1;
        if (name === last?.name && occurrence === last.occurrence) varied = asked;
        return script.choose(name, occurrence, domain);
      },
    };
  }
  function onEvent(key: () => string): boolean {
    if (asked < varied) return false;
    const state = key();
    if (seen.has(state)) return true;
    seen.add(state);
    return false;
  }
  const label = deviations.length === 0 ? 'the calm run' : formatDeviations(deviations);
  return { attempt: { label, chooser, options: { recordAsked: true, onEvent } }, varied: () => varied };
}

/** What such a search may say of an experiment that it found nothing in. `with more`: than four outcomes. */
export function claimOf({ deviations, runs, merged, states, decisions, bounded, complete }: Coverage): string {
  const counts = `${runs} runs, ${merged} of them merged into one before, ${states} states`;
  if (!complete) return `not all combinations of up to ${deviations} deviations were tried (${counts})`;
  const whole = decisions - bounded;
  const tried = [
    ...(whole > 0 || bounded === 0 ? [`all outcomes of ${whole} decisions`] : []),
    ...(bounded > 0 ? [`the interesting ones or the ends of ${bounded} with more`] : []),
  ];
  const what = deviations === 1 ? 'no single deviation' : `no combination of up to ${deviations} deviations`;
  return `${what} breaks this (${counts}; ${tried.join(', ')})`;
}
