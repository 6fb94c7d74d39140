import { runCampaign, threadPool } from '@simlet/explorer';
import type { CampaignPlan } from '@simlet/explorer';

/** One campaign with so many workers. */
export interface CampaignMeasurement {
  readonly workload: 'campaign';
  readonly size: { readonly runs: number; readonly workers: number };
  readonly seconds: number;
  /** Whole scenarios a second, once the first fifth of them has warmed up the workers. */
  readonly runsPerSecond: number;
  readonly peakMemoryBytes: number;
  /** How many findings there were: the same with any number of workers. */
  readonly findings: number;
}

const WARM_UP = 0.2;
const SLICE_RUNS = 25;

/** Explores one scenario in worker threads and says how fast. */
export async function measureCampaign(runs: number, workers: number): Promise<CampaignMeasurement> {
  const plan: CampaignPlan = {
    seed: 1,
    runs,
    sliceRuns: SLICE_RUNS,
    sweepLimit: 0,
    strategies: ['seeded'],
    shard: { index: 1, count: 1 },
    corpus: [],
  };
  const pool = threadPool({ plan, subjects: null, entry: new URL('campaign-worker.js', import.meta.url), workers });
  const begin = performance.now();
  let done = 0;
  let warm: { readonly at: number; readonly done: number } | undefined;
  let last = begin;
  try {
    const campaign = await runCampaign({
      plan,
      subjects: 1,
      pool,
      onSlice() {
        done += SLICE_RUNS;
        last = performance.now();
        if (done >= runs * WARM_UP) warm ??= { at: last, done };
      },
    });
    const from = warm ?? { at: begin, done: 0 };
    return {
      workload: 'campaign',
      size: { runs, workers },
      seconds: (last - begin) / 1_000,
      runsPerSecond: ((done - from.done) * 1_000) / (last - from.at),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
      findings: campaign.findings.length,
    };
  } finally {
    await pool.close();
  }
}
