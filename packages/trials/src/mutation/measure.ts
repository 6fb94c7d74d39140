import { marks } from '@simlet/properties';
import type { Invariant, Mutant } from '@simlet/properties';
import fc from 'fast-check';
import { hunt, judgedBy } from './hunt.ts';
import type { Hunt, HuntOptions } from './hunt.ts';
import { shortStory } from './story.ts';
import type { Story } from './story.ts';
import { strategyLedger } from './strategy-ledger.ts';
import type { StrategyTally } from './strategy-ledger.ts';
import { trialProperty } from './trial-property.ts';

export interface MeasureOptions {
  readonly invariants: readonly Invariant[];
  /** One hunt for each. */
  readonly seeds: readonly number[];
  /** Most seconds of one hunt. */
  readonly seconds: number;
  readonly maxRuns: number;
  readonly now: () => number;
}

/** `killed`: by the invariant that has to see it; `killed by another`: to be looked at by hand. */
export type Fate = 'killed' | 'killed by another' | 'not seen' | 'not reached';

/** What the suite makes of one mutant. */
export interface Measurement {
  readonly mutant: Mutant;
  readonly fate: Fate;
  readonly hunts: readonly Hunt[];
  /** Invariants that broke at the end of the hunts, the most frequent first. */
  readonly invariants: readonly string[];
  /** Medians over the hunts; a hunt that found nothing counts as endless. */
  readonly runsToReach: number | undefined;
  readonly runsToKill: number | undefined;
  readonly secondsToKill: number | undefined;
  readonly story?: Story;
}

/** Hunts for a mutant once for each seed, and shrinks the first find. */
export function measureMutant(mutant: Mutant, options: MeasureOptions): Measurement {
  const { seeds, ...rest } = options;
  const hunts = seeds.map((seed) => hunt(mutant, { ...rest, seed }));
  const invariants = byFrequency(hunts.flatMap(({ kill }) => kill?.invariants ?? []));
  const killer = invariants.includes(mutant.killedBy) ? mutant.killedBy : invariants[0];
  const found = hunts.find(({ kill }) => killer !== undefined && kill?.invariants.includes(killer));
  const reached = hunts.some(({ reachedAfter }) => reachedAfter !== undefined);
  return {
    mutant,
    fate: fateOf(killer, mutant, reached),
    hunts,
    invariants,
    runsToReach: median(hunts.map(({ reachedAfter }) => reachedAfter)),
    runsToKill: median(hunts.map(({ kill }) => kill?.afterRuns)),
    secondsToKill: median(hunts.map(({ kill, seconds }) => (kill === undefined ? undefined : seconds))),
    ...(found?.kill === undefined || killer === undefined
      ? {}
      : { story: shortStory(mutant, found.kill, killer, huntOptions(rest, found.seed)) }),
  };
}

function huntOptions(options: Omit<MeasureOptions, 'seeds'>, seed: number): HuntOptions {
  return { ...options, seed };
}

function fateOf(killer: string | undefined, mutant: Mutant, reached: boolean): Fate {
  if (killer === mutant.killedBy) return 'killed';
  if (killer !== undefined) return 'killed by another';
  return reached ? 'not seen' : 'not reached';
}

function byFrequency(ids: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([id]) => id);
}

/** The middle one; undefined where the middle one is. */
function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.toSorted(
    (one, other) => (one ?? Number.POSITIVE_INFINITY) - (other ?? Number.POSITIVE_INFINITY) || 0,
  );
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** A run of the model as it is that broke an invariant. */
export interface FalseAlarm {
  readonly invariant: string;
  readonly message: string;
  readonly seed: number;
  readonly path: string;
}

/** What many runs of the model as it is came to. */
export interface Control {
  readonly alarms: readonly FalseAlarm[];
  /** Marks that no run reached: what never happened was never tested. */
  readonly gaps: readonly string[];
  /** Runs that were given up, since they go on and on: why, and where. */
  readonly endless: readonly { readonly path: string; readonly why: string }[];
  readonly strategies: readonly StrategyTally[];
}

/** How the runs of a control are made: those of a hunt, without a mutant. */
export interface ControlOptions {
  readonly runs: number;
  readonly seed: number;
  readonly invariants: readonly Invariant[];
  readonly kubernetesVersion?: string;
  readonly now: () => number;
  /** Told how many runs have been made. */
  readonly onRun: (done: number) => void;
}

/** Runs the model as it is: each run that breaks an invariant is a false alarm. */
export function measureControl({ runs, seed, invariants, kubernetesVersion, now, onRun }: ControlOptions): Control {
  const alarms: FalseAlarm[] = [];
  const endless: Control['endless'][number][] = [];
  const missing = new Set(marks.map(({ name }) => name));
  const ledger = strategyLedger(now);
  const version = kubernetesVersion === undefined ? {} : { kubernetesVersion };
  let done = 0;
  const property = trialProperty(
    (scenario) => judgedBy(invariants)({ ...scenario, ...version }),
    (execution, _scenario, isRepeat) => {
      if (isRepeat) return execution;
      for (const mark of execution.marks?.keys() ?? []) missing.delete(mark);
      for (const { id, message = '' } of execution.breaches)
        alarms.push({ invariant: id, message, seed, path: String(done) });
      if (execution.endless !== undefined) endless.push({ path: String(done), why: execution.endless });
      ledger.note(execution.states ?? new Set(), execution.breaches.length > 0);
      done += 1;
      onRun(done);
      return { ...execution, breaches: [] };
    },
  );
  fc.assert(
    ledger.kept(property, () => true),
    { seed, numRuns: runs },
  );
  return { alarms, gaps: [...missing], endless, strategies: ledger.tallies() };
}
