import { availableParallelism } from 'node:os';
import { RANDOM_STRATEGY_NAMES } from '@simlet/explorer';
import type { CampaignPlan } from '@simlet/explorer';
import type { Settings } from '../check/settings.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { shardOf } from './judged-flags.ts';
import type { JudgedFlags } from './judged-flags.ts';
import { millisecondsOf, wholeNumber, workerCount } from './model-flags.ts';

export interface ExploreFlags extends JudgedFlags, TerminalFlags {
  readonly time?: string;
  /** The same as `time`. */
  readonly for?: string;
  /** The same as `runs`. */
  readonly seeds?: string;
  /** The same as `seedFrom`. */
  readonly seed?: string;
  readonly strategy?: readonly string[];
  readonly exhaust?: string;
  readonly resume?: string | boolean;
  readonly campaignDir?: string;
  readonly corpus?: string;
  readonly stopAfterDistinct?: string;
  readonly runTimeout?: string;
}

const MOST_RUNS = 1_000_000_000_000;
const MOST_WORKERS = 1_024;
const USUAL_RUNS = 10_000;
const USUAL_TIMEOUT_MS = 30_000;
/** About a second of work; fewer where each strategy would not get its turn otherwise. */
const MOST_SLICE_RUNS = 100;
const LEAST_SLICE_RUNS = 10;

/** The plan of a campaign over so many subjects. */
export function planOf(
  flags: ExploreFlags,
  { seedFrom, sweepLimit }: Settings,
  corpus: CampaignPlan['corpus'],
  subjects: number,
): CampaignPlan {
  const runs = wholeNumber('--runs', flags.runs, MOST_RUNS);
  // With a time and no number of runs, the time decides.
  const counted: { readonly runs?: number } =
    runs === undefined && flags.time !== undefined ? {} : { runs: runs ?? USUAL_RUNS };
  const strategies = strategiesOf(flags);
  const fair = Math.floor((counted.runs ?? Number.POSITIVE_INFINITY) / (subjects * strategies.length));
  return {
    seed: wholeNumber('--seed', flags.seed, Number.MAX_SAFE_INTEGER) ?? seedFrom,
    ...counted,
    sliceRuns: Math.max(LEAST_SLICE_RUNS, Math.min(MOST_SLICE_RUNS, fair)),
    sweepLimit,
    strategies,
    shard: shardOf(flags.shard) ?? { index: 1, count: 1 },
    corpus,
  };
}

function strategiesOf({ strategy: names }: ExploreFlags): readonly string[] {
  const unknown = names?.find((name) => !RANDOM_STRATEGY_NAMES.includes(name));
  if (unknown === undefined) return names ?? RANDOM_STRATEGY_NAMES;
  const hint = didYouMean(unknown, [...RANDOM_STRATEGY_NAMES]);
  throw new UsageError(`--strategy ${unknown}: there are ${RANDOM_STRATEGY_NAMES.join(', ')}${hint}`);
}

/** How many worker threads. */
export function workersOf({ workers }: ExploreFlags): number {
  return workerCount(workers, MOST_WORKERS) ?? availableParallelism();
}

export function runTimeoutOf({ runTimeout }: ExploreFlags): number {
  return millisecondsOf('--run-timeout', runTimeout) ?? USUAL_TIMEOUT_MS;
}
