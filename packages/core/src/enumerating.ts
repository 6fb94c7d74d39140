import { checkOptions } from './check-options.ts';
import { calm } from './calm.ts';
import type { Chooser } from './chooser.ts';
import { assert } from './engine-error.ts';
import type { IntegerDomain } from './decision.ts';

/** What a walk through all outcomes leaves out. */
export interface EnumerationBounds {
  /**
   * A domain of at most so many outcomes is tried whole; of a larger one only the simplest and the interesting ones.
   * Default 4.
   */
  readonly outcomes?: number;
  /** Only the first so many decisions of a run are varied. Default: all. */
  readonly decisions?: number;
  /** At most so many decisions of one run are not simplest. Default: any number. */
  readonly deviations?: number;
}

/** A walk: each of its choosers is good for one run, which has to end before the next chooser is asked for. */
export interface Enumeration extends Iterable<Chooser> {
  /** Runs begun so far. */
  readonly runs: number;
  /** Whether the walk is over and none of its bounds left anything out: then nothing else can happen in this world. */
  readonly complete: boolean;
}

interface Fork {
  readonly name: string;
  readonly occurrence: number;
  readonly outcomes: readonly number[];
  /** How many decisions before this one were not simplest. */
  readonly deviationsBefore: number;
  taken: number;
}

/**
 * Walks through every combination of outcomes that a world can meet, the calm run first, the last decision of a run
 * varied first. The run must be a function of its decisions.
 * @throws EngineError where a bound is no whole number from 0 on. Error where a run does not repeat the decisions of the run before up to the one that was varied.
 */
export function enumerating(bounds: EnumerationBounds = {}): Enumeration {
  checkOptions('a walk is bounded by { outcomes, decisions, deviations }', bounds);
  for (const [name, bound] of Object.entries(bounds)) {
    const isCount = bound === undefined || bound === Infinity || (Number.isSafeInteger(bound) && bound >= 0);
    assert(isCount, `the bound ${name} of a walk is a whole number from 0 on, which ${String(bound)} is not`);
  }
  const { outcomes = 4, decisions = Infinity, deviations = Infinity } = bounds;
  let runs = 0;
  let leftOut = false;
  let over = false;

  function choosable(domain: IntegerDomain, decisionsBefore: number, deviationsBefore: number): readonly number[] {
    if (domain.min === domain.max) return [domain.simplest];
    if (decisionsBefore >= decisions || deviationsBefore >= deviations) {
      leftOut = true;
      return [domain.simplest];
    }
    if (domain.max - domain.min >= outcomes) {
      leftOut = true;
      return distinct([domain.simplest, ...(domain.interesting ?? [domain.min, domain.max])]);
    }
    return distinct([domain.simplest, ...wholeNumbers(domain.min, domain.max)]);
  }

  function forkOf(name: string, occurrence: number, domain: IntegerDomain, path: readonly Fork[]): Fork {
    const last = path.at(-1);
    const deviationsBefore = last === undefined ? 0 : last.deviationsBefore + (last.taken === 0 ? 0 : 1);
    return { name, occurrence, outcomes: choosable(domain, path.length, deviationsBefore), deviationsBefore, taken: 0 };
  }

  function* walk(): Generator<Chooser, void> {
    const path: Fork[] = [];
    do {
      runs += 1;
      const follower = follow(path, forkOf);
      yield follower.chooser;
      if (follower.position() < path.length) {
        throw new Error(`not a function of its decisions: it ended after ${follower.position()} of ${path.length}`);
      }
    } while (advance(path));
    over = true;
  }

  return {
    get runs() {
      return runs;
    },
    get complete() {
      return over && !leftOut;
    },
    [Symbol.iterator]: walk,
  };
}

/** A chooser that goes down a path, and makes it longer where it ends. */
function follow(
  path: Fork[],
  forkOf: (name: string, occurrence: number, domain: IntegerDomain, path: readonly Fork[]) => Fork,
): { readonly chooser: Chooser; readonly position: () => number } {
  let position = 0;
  function choose(name: string, occurrence: number, domain: IntegerDomain): number {
    const fork = path[position] ?? forkOf(name, occurrence, domain, path);
    if (fork.name !== name || fork.occurrence !== occurrence) {
      throw new Error(
        `not a function of its decisions: ${name}#${occurrence} where ${fork.name}#${fork.occurrence} was before`,
      );
    }
    if (position === path.length) path.push(fork);
    position += 1;
    return outcomeOf(fork);
  }
  // A fork of the world is no run of the walk: it goes on calmly from where it is.
  return { chooser: { choose, fork: calm }, position: () => position };
}

/** Moves to the next path in depth-first order; false where this was the last. */
function advance(path: Fork[]): boolean {
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    if (last.taken + 1 < last.outcomes.length) {
      last.taken += 1;
      return true;
    }
    path.pop();
  }
  return false;
}

function outcomeOf({ outcomes, taken }: Fork): number {
  const outcome = outcomes[taken];
  if (outcome === undefined) throw new Error('a decision without outcomes');
  return outcome;
}

function distinct(outcomes: readonly number[]): readonly number[] {
  return [...new Set(outcomes)];
}

function wholeNumbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
