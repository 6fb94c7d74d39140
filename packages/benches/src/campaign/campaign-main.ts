import { availableParallelism } from 'node:os';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { headLine, noiseLine } from '../scale/scale-text.ts';
import { noiseOf, spreadOf } from '../scale/summary.ts';
import { measureCampaign } from './campaign-bench.ts';
import type { CampaignMeasurement } from './campaign-bench.ts';

export const CAMPAIGN_USAGE = `npm run -s bench -- campaign [--runs 1000] [--workers 1,2] [--repetitions 3] [--json]
`;

/** What was aimed at with two workers. */
const SCALING_GOAL = 1.9;

/** Measures a campaign with one worker and with more, in turn. @throws Error where the words say nothing sensible. */
export async function campaignMain(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      runs: { type: 'string', default: '1000' },
      workers: { type: 'string', default: [...new Set([1, availableParallelism()])].join(',') },
      repetitions: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const workers = values.workers.split(',').map(Number);
  const repetitions = Number(values.repetitions);
  if (![runs, repetitions, ...workers].every((each) => Number.isSafeInteger(each) && each >= 1))
    throw new Error('--runs, --workers and --repetitions: whole numbers from 1 on');
  const all: CampaignMeasurement[] = [];
  for (let round = 0; round < repetitions; round += 1)
    for (const count of workers) all.push(await measureCampaign(runs, count));
  if (values.json) for (const each of all) stdout.write(`${JSON.stringify(each)}\n`);
  else stdout.write(`${campaignLines(all, workers, repetitions).join('\n')}\n`);
}

function campaignLines(
  all: readonly CampaignMeasurement[],
  workers: readonly number[],
  repetitions: number,
): readonly string[] {
  const rates = workers.map((count) => {
    const own = all.filter(({ size }) => size.workers === count).map(({ runsPerSecond }) => runsPerSecond);
    return { count, rate: spreadOf(own) };
  });
  const lines = rates.map(({ count, rate }) => {
    const noise = (noiseOf(rate) * 100).toFixed(1);
    return `   campaign   ${count} ${count === 1 ? 'worker ' : 'workers'} ${rate.median.toFixed(0).padStart(6)} scenarios/s ± ${noise} %`;
  });
  const [first] = rates;
  const scaling = rates.slice(1).map(({ count, rate }) => {
    const times = rate.median / (first?.rate.median ?? 1);
    const goal = count === 2 ? `, goal ${SCALING_GOAL}: ${times >= SCALING_GOAL ? 'reached' : 'missed'}` : '';
    return `   scaling    ${count} workers ${times.toFixed(2)} times as fast as ${first?.count ?? 1}${goal}`;
  });
  return [headLine(repetitions), '', ...lines, ...scaling, ...noiseLine()];
}
