import { calm, scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Breach, Execution, Experiment } from './experiment.ts';
import { shrinkInSteps } from './shrinking/shrink.ts';
import type { Attempt, Strategy } from './strategies/strategy.ts';

/** How far an exploration goes. */
export interface ExploreOptions<E> {
  readonly strategies: readonly Strategy[];
  /** Rules whose breaches are of no interest (known already, or not asked for). */
  readonly ignored?: ReadonlySet<string>;
  /** Told of every run as it ends, the calm one first. */
  readonly onExecution?: (execution: E, attempt: Attempt, strategy: string) => void;
  /** Every n-th passing run is made twice as well; 0: none. Default 50. */
  readonly recheckEvery?: number;
  /** Most runs that shrinking one failure may take. */
  readonly maxShrinkRuns?: number;
  /** Asked between runs: true ends the exploration with what it has. */
  readonly isCancelled?: () => boolean;
  /** Whether `newStates` of strategies are counted; default false. */
  readonly recordStates?: boolean;
  /** Milliseconds since some fixed moment, to say how long strategies took; default a clock that stands. */
  readonly now?: () => number;
}

/** What one strategy did in an exploration. */
export interface StrategyAccount {
  readonly strategy: string;
  readonly runs: number;
  /** How many runs belong to it but were left out because of its limit. */
  readonly leftOut: number;
  /** States that no run before had shown; 0 where they are not recorded. */
  readonly newStates: number;
  /** Rules that it was the first to break. */
  readonly findings: number;
  readonly milliseconds: number;
}

/** A rule that some run broke, with the simplest run found that breaks it. */
export interface Failure<E> {
  readonly breachId: string;
  readonly foundBy: { readonly strategy: string; readonly label: string; readonly run: number };
  /** How many of the runs broke this rule. */
  readonly brokenRuns: number;
  readonly original: readonly Deviation[];
  /** The shrunk run. It was made twice with one digest. */
  readonly execution: E;
  readonly shrinkRuns: number;
}

/** A run that was made twice and came out differently: an error of the engine or the model, never of the user. */
export interface Divergence {
  readonly deviations: readonly Deviation[];
  readonly digests: readonly [string, string];
}

/** A run that was given up because it goes on and on: nothing is said about what it would have come to. */
export interface GivenUp {
  readonly strategy: string;
  readonly label: string;
  /** Its number among all runs, from 1. */
  readonly run: number;
  readonly deviations: readonly Deviation[];
  readonly why: string;
}

/** What an exploration found. */
export interface Exploration<E> {
  readonly calm: E;
  readonly runs: readonly StrategyAccount[];
  readonly failures: readonly Failure<E>[];
  readonly divergences: readonly Divergence[];
  readonly givenUp: readonly GivenUp[];
  readonly cancelled: boolean;
}

interface Found<E> {
  readonly execution: E;
  readonly foundBy: Failure<E>['foundBy'];
  brokenRuns: number;
}

/** Makes the runs of all strategies in order; the first run that breaks a rule is shrunk and reported for it. */
export function explore<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  options: ExploreOptions<E>,
): Exploration<E> {
  const steps = exploreInSteps(experiment, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, pausing after each run, those of shrinking as well, so that the caller can do something else in between, or leave it there. */
export function* exploreInSteps<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  options: ExploreOptions<E>,
): Generator<undefined, Exploration<E>, undefined> {
  const calmRun = experiment(calm(), { recordAsked: true });
  const search: Search<E> = {
    found: new Map(),
    divergences: [],
    givenUp: [],
    states: new Set(),
    total: 0,
    cancelled: false,
  };
  const runs: StrategyAccount[] = [];
  for (const strategy of options.strategies) {
    runs.push(yield* makeRuns(experiment, strategy, calmRun, search, options));
  }
  const { divergences, givenUp, cancelled } = search;
  const failures: Failure<E>[] = [];
  for (const [breachId, one] of search.found) {
    failures.push(yield* settle(experiment, breachId, one, divergences, options.maxShrinkRuns));
  }
  return { calm: calmRun, runs, failures, divergences, givenUp, cancelled };
}

/** What the strategies of an exploration have in common. */
interface Search<E> {
  readonly found: Map<string, Found<E>>;
  readonly divergences: Divergence[];
  readonly givenUp: GivenUp[];
  readonly states: Set<string>;
  total: number;
  cancelled: boolean;
}

function* makeRuns<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  strategy: Strategy,
  calmRun: E,
  search: Search<E>,
  options: ExploreOptions<E>,
): Generator<undefined, StrategyAccount, undefined> {
  const { recheckEvery = 50, recordStates = false, now = () => 0 } = options;
  const { attempts, leftOut } = strategy.plan(calmRun);
  const before = { states: search.states.size, found: search.found.size, began: now() };
  let runs = 0;
  let step = attempts.next();
  while (step.done !== true) {
    search.cancelled ||= options.isCancelled?.() ?? false;
    if (search.cancelled) break;
    const attempt = step.value;
    const execution = experiment(attempt.chooser(), { ...attempt.options, recordStates });
    runs += 1;
    search.total += 1;
    options.onExecution?.(execution, attempt, strategy.name);
    const foundBy = { strategy: strategy.name, label: attempt.label, run: search.total };
    const { endless: why, deviations } = execution;
    if (why !== undefined) search.givenUp.push({ ...foundBy, deviations, why });
    // A run that was stopped is a failure only as a whole.
    const cutShort = execution.stopped === true && execution.breaches.length > 0;
    note(search.found, options.ignored, cutShort ? experiment(scripted(execution.deviations)) : execution, foundBy);
    for (const state of execution.states ?? []) search.states.add(state);
    const isWhole = execution.stopped !== true;
    if (isWhole && recheckEvery > 0 && search.total % recheckEvery === 0) {
      confirm(experiment, execution, search.divergences);
    }
    yield undefined;
    step = attempts.next(execution);
  }
  return {
    strategy: strategy.name,
    runs,
    leftOut,
    newStates: search.states.size - before.states,
    findings: search.found.size - before.found,
    milliseconds: now() - before.began,
  };
}

function note<B extends Breach, E extends Execution<B>>(
  found: Map<string, Found<E>>,
  ignored: ReadonlySet<string> | undefined,
  execution: E,
  foundBy: Found<E>['foundBy'],
): void {
  for (const breachId of new Set(execution.breaches.map((breach) => breach.id))) {
    if (ignored?.has(breachId) === true) continue;
    const known = found.get(breachId);
    if (known === undefined) found.set(breachId, { execution, foundBy, brokenRuns: 1 });
    else known.brokenRuns += 1;
  }
}

function* settle<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  breachId: string,
  found: Found<E>,
  divergences: Divergence[],
  maxShrinkRuns: number | undefined,
): Generator<undefined, Failure<E>, undefined> {
  const { execution, runs } = yield* shrinkInSteps(experiment, found.execution, breachId, maxShrinkRuns);
  confirm(experiment, execution, divergences);
  return {
    breachId,
    foundBy: found.foundBy,
    brokenRuns: found.brokenRuns,
    original: found.execution.deviations,
    execution,
    shrinkRuns: runs,
  };
}

/** Makes a run again from its deviations alone: the digest must be the same. */
function confirm<B extends Breach, E extends Execution<B>>(
  experiment: Experiment<B, E>,
  execution: E,
  divergences: Divergence[],
): void {
  const again = experiment(scripted(execution.deviations), { fromStart: true });
  if (again.digest !== execution.digest) {
    divergences.push({ deviations: execution.deviations, digests: [execution.digest, again.digest] });
  }
}
