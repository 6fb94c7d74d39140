import { availableParallelism } from 'node:os';
import { RANDOM_STRATEGY_NAMES } from '@simlet/explorer';
import type { CampaignPlan } from '@simlet/explorer';
import { promises } from '@simlet/properties';
import { USUAL_SWEEP_LIMIT } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { didYouMean } from '../did-you-mean.ts';
import { parseDuration } from '../duration.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings, wholeNumber } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';

export interface ExploreFlags extends ModelFlags, TerminalFlags {
  readonly runs?: string;
  readonly time?: string;
  readonly seed?: string;
  readonly workers?: string;
  readonly strategy?: readonly string[];
  readonly sweepLimit?: string;
  readonly exhaust?: string;
  readonly shard?: string;
  readonly resume?: string | boolean;
  readonly campaignDir?: string;
  readonly corpus?: string;
  readonly runTimeout?: string;
  readonly property?: readonly string[];
  readonly skip?: readonly string[];
  readonly idempotent?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

const MOST_RUNS = 1_000_000_000_000;
const MOST_WORKERS = 1_024;
const USUAL_RUNS = 10_000;
const USUAL_TIMEOUT_MS = 30_000;
/** About a second of work; fewer where each strategy would not get its turn otherwise. */
const MOST_SLICE_RUNS = 100;
const LEAST_SLICE_RUNS = 10;

/** What the runs of a workload are like and by what they are judged. */
export function settingsOf(flags: ExploreFlags): Settings {
  const only = flags.property ?? [];
  const skip = flags.skip ?? [];
  const known = promises.map(({ id }) => id);
  const unknown = [...only, ...skip].find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`no property ${unknown}${didYouMean(unknown, known)}`);
  const { idempotent } = flags;
  if (idempotent !== undefined && !['yes', 'no', 'unknown'].includes(idempotent)) {
    throw new UsageError(`--idempotent ${idempotent}: expected yes, no or unknown`);
  }
  return {
    runs: 0,
    seedFrom: 0,
    sweepLimit: sweepLimitOf(flags),
    faults: flags.faults !== false,
    only,
    skip,
    ...(idempotent === 'yes' || idempotent === 'no' ? { idempotent } : {}),
    model: modelSettings(flags),
  };
}

/** The plan of a campaign over so many subjects. */
export function planOf(flags: ExploreFlags, corpus: CampaignPlan['corpus'], subjects: number): CampaignPlan {
  const runs = wholeNumber('--runs', flags.runs, MOST_RUNS);
  // With a time and no number of runs, the time decides.
  const counted: { readonly runs?: number } =
    runs === undefined && flags.time !== undefined ? {} : { runs: runs ?? USUAL_RUNS };
  const strategies = strategiesOf(flags);
  const fair = Math.floor((counted.runs ?? Number.POSITIVE_INFINITY) / (subjects * strategies.length));
  return {
    seed: wholeNumber('--seed', flags.seed, Number.MAX_SAFE_INTEGER) ?? 0,
    ...counted,
    sliceRuns: Math.max(LEAST_SLICE_RUNS, Math.min(MOST_SLICE_RUNS, fair)),
    sweepLimit: sweepLimitOf(flags),
    strategies,
    shard: shardOf(flags.shard),
    corpus,
  };
}

function sweepLimitOf(flags: ExploreFlags): number {
  return wholeNumber('--sweep-limit', flags.sweepLimit, MOST_RUNS) ?? USUAL_SWEEP_LIMIT;
}

function strategiesOf({ strategy: names }: ExploreFlags): readonly string[] {
  const unknown = names?.find((name) => !RANDOM_STRATEGY_NAMES.includes(name));
  if (unknown === undefined) return names ?? RANDOM_STRATEGY_NAMES;
  const hint = didYouMean(unknown, [...RANDOM_STRATEGY_NAMES]);
  throw new UsageError(`--strategy ${unknown}: there are ${RANDOM_STRATEGY_NAMES.join(', ')}${hint}`);
}

function shardOf(text: string | undefined): CampaignPlan['shard'] {
  if (text === undefined) return { index: 1, count: 1 };
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/u.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`--shard ${text}: expected k/n with k from 1 to n, such as 3/8`);
}

/** How many worker threads. */
export function workersOf({ workers }: ExploreFlags): number {
  return wholeNumber('--workers', workers, MOST_WORKERS) ?? availableParallelism();
}

/** A time in milliseconds; undefined where none was given. */
export function millisecondsOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (time === undefined || time === 0) throw new UsageError(`${flag} ${text}: expected a time, such as 90s or 10m`);
  return time / 1_000;
}

export function runTimeoutOf({ runTimeout }: ExploreFlags): number {
  return millisecondsOf('--run-timeout', runTimeout) ?? USUAL_TIMEOUT_MS;
}
