import { describe, expect, test } from 'vitest';
import { formatDeviations } from '../deviation-text.ts';
import { experimentOf } from '../model-experiment.ts';
import { workQueue } from '../testing/work-queue.ts';
import { joinSlices, runCampaign } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { RANDOM_STRATEGY_NAMES } from './plan.ts';
import type { CampaignPlan } from './plan.ts';
import { inlinePool } from './pool.ts';
import type { SliceResult } from './slice-result.ts';
import { threadPool } from './thread-pool.ts';

const usual: CampaignPlan = {
  seed: 0,
  runs: 480,
  sliceRuns: 40,
  sweepLimit: 100,
  strategies: RANDOM_STRATEGY_NAMES,
  shard: { index: 1, count: 1 },
  corpus: [],
};
const entry = new URL('../testing/campaign-worker.mjs', import.meta.url);

async function inThreads(
  troubles: readonly string[],
  workers: number,
  plan = usual,
  finished: readonly SliceResult[] = [],
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Campaign & { readonly kept: readonly SliceResult[] }> {
  const pool = threadPool({ plan, subjects: troubles, entry, workers, runTimeout: 1_500 });
  const kept: SliceResult[] = [];
  const campaign = await runCampaign({
    plan,
    subjects: troubles.length,
    pool,
    finished,
    onSlice: (slice) => kept.push(slice),
    isCancelled: () => kept.length >= stopAfter,
  });
  await pool.close();
  return { ...campaign, kept };
}

/** All but how long things took. */
function timeless({ strategies, ...rest }: Campaign): unknown {
  const { settled, findings, digest, runs, slices, marks, lost, divergences } = rest;
  const counts = strategies.map(({ milliseconds: _, ...one }) => one);
  return { settled, findings, digest, runs, slices, marks, lost, divergences, counts };
}

describe('a campaign in worker threads', () => {
  test('comes to the same with one worker and with three', async () => {
    const one = await inThreads(['none', 'throws'], 1);
    const three = await inThreads(['none', 'throws'], 3);
    expect(timeless(three)).toEqual(timeless(one));
    expect(one.complete).toBe(true);
    expect(
      one.settled.map(({ breachId, subject, shrunk }) => [subject, breachId, formatDeviations(shrunk.deviations)]),
    ).toEqual(
      expect.arrayContaining([
        [1, 'no-turn-throws', 'seldom/3'],
        [0, 'not-two', expect.stringMatching(/^seldom\/\d; seldom\/\d$/u) as string],
      ]),
    );
  });

  test('goes on after it was cut off, to the end that it would have come to', async () => {
    const whole = await inThreads(['none'], 2);
    const cut = await inThreads(['none'], 2, usual, [], 5);
    expect([cut.complete, cut.kept.length < whole.slices]).toEqual([false, true]);
    const resumed = await inThreads(['none'], 1, usual, cut.kept);
    expect(timeless(resumed)).toEqual(timeless(whole));
    expect(resumed.kept.length + cut.kept.length).toBe(whole.slices);
  });

  test('in shards comes to the same as in one', async () => {
    const whole = await inThreads(['none', 'throws'], 2);
    const shards = [1, 2, 3].map((index) => inThreads(['none', 'throws'], 1, { ...usual, shard: { index, count: 3 } }));
    const slices = (await Promise.all(shards)).flatMap(({ kept }) => kept);
    const { strategies: _, ...joined } = joinSlices(slices, 2);
    expect(whole).toMatchObject(joined);
  });

  test('loses only the runs that never end, and tells what led to them', async () => {
    const plan = { ...usual, runs: 12, strategies: ['seeded'] };
    const { lost, runs, complete } = await inThreads(['hangs'], 2, plan);
    const single = lost.find(({ strategy }) => strategy === 'single deviations');
    expect(single).toMatchObject({ label: 'seldom/3', why: 'no end after 1.5 s' });
    expect(formatDeviations(single?.deviations ?? [])).toBe('seldom/3');
    // The calm run, ten single deviations, and twelve by chance.
    expect([complete, runs]).toEqual([true, 23]);
  });

  test('survives runs that end their worker', async () => {
    const { lost, runs } = await inThreads(['dies'], 1, { ...usual, runs: 0 });
    expect(lost.map(({ label, why }) => [label, why])).toEqual([['seldom/3', 'the worker ended with 3']]);
    expect(runs).toBe(11);
  });
});

describe('a campaign', () => {
  const subject = (jobs: number) => ({
    name: `${jobs} jobs`,
    experiment: experimentOf(workQueue(jobs, false)),
    marks: workQueue(jobs, false).marks ?? [],
  });

  test('says what each strategy did, and which situations were reached', async () => {
    const { strategies, marks, settled } = await runCampaign({
      plan: usual,
      subjects: 1,
      pool: inlinePool(usual, [subject(3)]),
    });
    expect(strategies.map(({ strategy }) => strategy)).toEqual(['calm', 'single deviations', ...RANDOM_STRATEGY_NAMES]);
    expect(strategies.reduce((sum, { findings }) => sum + findings, 0)).toBe(1);
    expect(marks[0]?.get('a job was delivered again')).toBeGreaterThan(100);
    expect(settled.map(({ shrunk }) => [shrunk.deviations.length, shrunk.repeats])).toEqual([[2, true]]);
  });

  test('runs what failed before first', async () => {
    const first = await runCampaign({ plan: usual, subjects: 1, pool: inlinePool(usual, [subject(3)]) });
    const plan = { ...usual, runs: 0, corpus: [first.settled.map(({ shrunk }) => shrunk.deviations)] };
    const { settled, runs } = await runCampaign({ plan, subjects: 1, pool: inlinePool(plan, [subject(3)]) });
    expect(settled.map(({ strategy, slice, shrunk }) => [strategy, slice, shrunk.runs < 40])).toEqual([
      ['corpus', 0, true],
    ]);
    expect(runs).toBe(1 + 1 + 13);
  });

  test('reports a run that came out differently when it was made twice', async () => {
    let leak = 0;
    const experiment: ReturnType<typeof experimentOf> = (chooser, options) => {
      leak += 1;
      return { ...experimentOf(workQueue(1, true))(chooser, options), digest: String(leak) };
    };
    const plan = { ...usual, runs: 50 };
    const pool = inlinePool(plan, [{ name: 'leaking', experiment, marks: [] }]);
    expect((await runCampaign({ plan, subjects: 1, pool })).divergences.length).toBeGreaterThan(2);
  });
});
