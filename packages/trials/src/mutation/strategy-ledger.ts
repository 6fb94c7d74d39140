import type { Schedule } from '@simlet/explorer';
import fc from 'fast-check';

/** What one strategy did, over many runs of many scenarios. */
export interface StrategyTally {
  readonly strategy: string;
  readonly runs: number;
  readonly seconds: number;
  /** States that no run before had shown. */
  readonly newStates: number;
  /** Runs that broke what they had to keep. */
  readonly findings: number;
}

/** The accounts of strategies whose runs take turns. */
export interface StrategyLedger {
  /** A property whose runs are entered here; the first that `mayGoOn` does not allow ends it. */
  kept<Values>(property: fc.IRawProperty<Values, false>, mayGoOn: () => boolean): fc.IRawProperty<Values, false>;
  /** What the run that goes on was in, and whether it broke anything. */
  note(states: ReadonlySet<string>, broken: boolean): void;
  /** The strategy of the run that goes on. */
  current(): string;
  tallies(): readonly StrategyTally[];
}

type Account = { -readonly [Name in keyof StrategyTally]: StrategyTally[Name] };

/** `now`: seconds since some fixed moment. */
export function strategyLedger(now: () => number): StrategyLedger {
  const accounts = new Map<string, Account>();
  const known = new Set<string>();
  let strategy = 'calm';
  const account = (): Account => {
    const open = accounts.get(strategy) ?? { strategy, runs: 0, seconds: 0, newStates: 0, findings: 0 };
    accounts.set(strategy, open);
    return open;
  };
  return {
    kept: (property, mayGoOn) => ({
      isAsync: () => false,
      generate: (random, runId) => property.generate(random, runId),
      shrink: (value) => property.shrink(value),
      runBeforeEach: () => property.runBeforeEach(),
      runAfterEach: () => property.runAfterEach(),
      run(values) {
        if (!mayGoOn()) return new fc.PreconditionFailure(true);
        strategy = strategyOf(values);
        const entry = account();
        const began = now();
        const result = property.run(values);
        entry.runs += 1;
        entry.seconds += now() - began;
        return result;
      },
    }),
    note(states, broken) {
      const before = known.size;
      for (const state of states) known.add(state);
      account().newStates += known.size - before;
      if (broken) account().findings += 1;
    },
    current: () => strategy,
    tallies: () => [...accounts.values()].map((entry) => ({ ...entry })),
  };
}

/** The last value of a simulation is its schedule. */
function strategyOf(values: unknown): string {
  const schedule = (Array.isArray(values) ? values.at(-1) : undefined) as Schedule | undefined;
  return schedule?.drawn?.sampler ?? 'calm';
}
