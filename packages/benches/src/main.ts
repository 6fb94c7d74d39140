import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { costLine, goalLine, resultLine } from './bench-text.ts';
import { standings } from './goals.ts';
import { CAMPAIGN_USAGE, campaignMain } from './campaign/campaign-main.ts';
import { kernelBench } from './kernel-bench.ts';
import { kernelCosts } from './kernel-costs.ts';
import { isScaleWorkload, SCALE_USAGE, scaleMain } from './scale/scale-main.ts';

const USAGE = `npm run -s bench -- kernel [--json] [--only PATTERN] [--repetitions 3] [--seconds 1]
  --only PATTERN   a regular expression over "workload n contestant", e.g. "^hold 1000 "
`;

const [name, ...words] = argv.slice(2);
try {
  if (name === '--help' || name === '-h' || name === 'help') stdout.write(`${USAGE}${SCALE_USAGE}${CAMPAIGN_USAGE}`);
  else if (isScaleWorkload(name)) scaleMain(name, words);
  else if (name === 'campaign') await campaignMain(words);
  else if (name === 'kernel') kernelMain(words);
  else throw new Error(name === undefined ? 'which bench?' : `there is no bench of the name ${name}`);
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}${SCALE_USAGE}${CAMPAIGN_USAGE}`);
  process.exitCode = 2;
}

function kernelMain(given: readonly string[]): void {
  const { values } = parseArgs({
    args: [...given],
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      repetitions: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '1' },
    },
  });
  const repetitions = Number(values.repetitions);
  const seconds = Number(values.seconds);
  if (!(repetitions >= 1) || !(seconds > 0)) throw new Error('at least one repetition, and some seconds');
  const only = new RegExp(values.only);
  const results = kernelBench({ repetitions, seconds, only }, (line) => {
    stderr.write(`${line}\n`);
  });
  if (values.json) for (const result of results) stdout.write(`${JSON.stringify(result)}\n`);
  else {
    stdout.write('units for each second of CPU time: median (least to most)\n');
    for (const result of results) stdout.write(`${resultLine(result)}\n`);
    const reached = standings(results);
    if (reached.length > 0) stdout.write('\nratios beside the goals\n');
    for (const standing of reached) stdout.write(`${goalLine(standing)}\n`);
    const taken = kernelCosts(only);
    if (taken.length > 0) stdout.write('\ncosts beside the goals\n');
    for (const cost of taken) stdout.write(`${costLine(cost)}\n`);
  }
}
