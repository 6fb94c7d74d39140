import type { Deviation } from '@simlet/core';
import { RANDOM_STRATEGIES } from '../strategies/portfolio.ts';

/** All that decides which runs a campaign makes. Plain data: two campaigns with equal plans and subjects are the same. */
export interface CampaignPlan {
  /** The first seed, a whole number. */
  readonly seed: number;
  /** Runs by chance, over all subjects; absent: until somebody ends it. */
  readonly runs?: number;
  /** Runs of a slice: so many, or fewer, are made at a time, by one worker. */
  readonly sliceRuns: number;
  /** Most runs with a single deviation, for each subject. */
  readonly sweepLimit: number;
  /** The strategies that take turns, by their names. */
  readonly strategies: readonly string[];
  /** This part of the slices, from 1, of so many. */
  readonly shard: { readonly index: number; readonly count: number };
  /** For each subject what failed before: run first. */
  readonly corpus: readonly (readonly (readonly Deviation[])[])[];
}

/** A part of a campaign: a function of the plan and the subject alone, whoever runs it and when. */
export interface Slice {
  readonly index: number;
  readonly subject: number;
  readonly strategy: string;
  /** The first seed; the first attempt of what is listed (corpus, single deviations). */
  readonly from: number;
  readonly runs: number;
}

/** What the calm run of a subject tells the plan. */
export interface Survey {
  /** How many runs with a single deviation there are, at most `sweepLimit`. */
  readonly singles: number;
  /** How many there are beyond that. */
  readonly leftOut: number;
}

/** The names of the strategies that draw by chance. */
export const RANDOM_STRATEGY_NAMES: readonly string[] = RANDOM_STRATEGIES.map((strategy) => strategy(0, 0).name);

/** The slices of a campaign, or of its shard, in order: what failed before, the calm runs, the sweeps, then chance. */
export function* slicesOf(plan: CampaignPlan, surveys: readonly Survey[]): Generator<Slice, undefined> {
  const { index: shard, count } = plan.shard;
  for (const slice of allSlices(plan, surveys)) if (slice.index % count === shard - 1) yield slice;
}

function* allSlices(plan: CampaignPlan, surveys: readonly Survey[]): Generator<Slice, undefined> {
  let index = 0;
  const next = (slice: Omit<Slice, 'index'>): Slice => {
    index += 1;
    return { index: index - 1, ...slice };
  };
  for (const listed of listedSlices(plan, surveys)) yield next(listed);
  const total = plan.runs ?? Number.POSITIVE_INFINITY;
  if (surveys.length === 0 || plan.strategies.length === 0) return;
  for (let made = 0, turn = 0; made < total; turn += 1) {
    const subject = turn % surveys.length;
    const strategy = plan.strategies[Math.floor(turn / surveys.length) % plan.strategies.length] ?? '';
    const runs = Math.min(plan.sliceRuns, total - made);
    yield next({ subject, strategy, from: plan.seed + made, runs });
    made += runs;
  }
}

function* listedSlices(plan: CampaignPlan, surveys: readonly Survey[]): Generator<Omit<Slice, 'index'>, undefined> {
  for (const subject of surveys.keys()) {
    const runs = plan.corpus[subject]?.length ?? 0;
    if (runs > 0) yield { subject, strategy: 'corpus', from: 0, runs };
    yield { subject, strategy: 'calm', from: 0, runs: 1 };
  }
  for (const [subject, { singles }] of surveys.entries()) {
    for (let from = 0; from < singles; from += plan.sliceRuns) {
      yield { subject, strategy: 'single deviations', from, runs: Math.min(plan.sliceRuns, singles - from) };
    }
  }
}
