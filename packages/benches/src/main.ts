import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { goalLine, resultLine } from './bench-text.ts';
import { standings } from './goals.ts';
import { kernelBench } from './kernel-bench.ts';

const USAGE = `npm run -s bench -- kernel [--json] [--only PATTERN] [--repetitions 3] [--seconds 1]
  --only PATTERN   a regular expression over "workload n contestant", e.g. "^hold 1000 "
`;

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    repetitions: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
  },
});
const repetitions = Number(values.repetitions);
const seconds = Number(values.seconds);

if (positionals.join(' ') !== 'kernel' || !(repetitions >= 1) || !(seconds > 0)) {
  stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const results = kernelBench({ repetitions, seconds, only: new RegExp(values.only) }, (line) => {
    stderr.write(`${line}\n`);
  });
  if (values.json) for (const result of results) stdout.write(`${JSON.stringify(result)}\n`);
  else {
    stdout.write('units for each second of CPU time: median (least to most)\n');
    for (const result of results) stdout.write(`${resultLine(result)}\n`);
    const reached = standings(results);
    if (reached.length > 0) stdout.write('\nratios beside the goals\n');
    for (const standing of reached) stdout.write(`${goalLine(standing)}\n`);
  }
}
