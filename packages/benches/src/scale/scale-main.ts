import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { readBaseline, saveBaseline } from './baseline.ts';
import { scaleBench } from './scale-bench.ts';
import type { ScaleOptions } from './scale-bench.ts';
import { headLine, noiseLine, resultLines } from './scale-text.ts';
import { LIMITS, SCALE_WORKLOADS, USUAL_SIZES } from './workload.ts';
import type { Limit, ScaleName, Size } from './workload.ts';

export const SCALE_USAGE: string = `npm run -s bench -- ${SCALE_WORKLOADS.join('|')} [--pods N] [--nodes N] [--hours H | --days D]
  [--invariants both|on|off] [--routine skipped|done] [--without LIMIT,...] [--repetitions 3] [--compare main] [--save NAME] [--json]
  --routine done       makes every probe and regular sync, also those that find nothing
  --without LIMIT      ${LIMITS.join(', ')}
  --compare NAME       beside packages/benches/baselines/NAME.json; --save puts the results there
`;

/** Whether a word names one of these workloads. */
export const isScaleWorkload = (word: string | undefined): word is ScaleName =>
  SCALE_WORKLOADS.some((name) => name === word);

/** Runs a workload as the words on the command line say, and prints what it cost. @throws Error where they say nothing sensible. */
export function scaleMain(workload: ScaleName, words: readonly string[]): void {
  const { values } = parseArgs({
    args: [...words],
    options: {
      pods: { type: 'string' },
      nodes: { type: 'string' },
      hours: { type: 'string' },
      days: { type: 'string' },
      invariants: { type: 'string', default: 'both' },
      routine: { type: 'string', default: 'skipped' },
      without: { type: 'string', default: '' },
      repetitions: { type: 'string', default: '3' },
      compare: { type: 'string', default: 'main' },
      save: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const usual = USUAL_SIZES[workload];
  const days = values.days === undefined ? undefined : numberOf('--days', values.days, 0) * 24;
  const size: Size = {
    nodes: numberOf('--nodes', values.nodes, usual.nodes, 1),
    pods: workload === 'idle' ? 0 : numberOf('--pods', values.pods, usual.pods, 1),
    hours: days ?? numberOf('--hours', values.hours, usual.hours),
  };
  const options: ScaleOptions = {
    workload,
    size,
    without: limitsOf(values.without),
    routine: oneOf('--routine', values.routine, ['skipped', 'done']),
    invariants: oneOf('--invariants', values.invariants, ['both', 'on', 'off']),
    repetitions: numberOf('--repetitions', values.repetitions, 3, 1),
  };
  const baseline = { name: values.compare, rows: readBaseline(values.compare) };
  const results = scaleBench(options);
  if (values.save !== undefined) saveBaseline(values.save, results);
  if (values.json) {
    for (const { measurements } of results) for (const each of measurements) stdout.write(`${JSON.stringify(each)}\n`);
    return;
  }
  const lines = [headLine(options.repetitions), '', ...resultLines(options, results, baseline), ...noiseLine()];
  stdout.write(`${lines.join('\n')}\n`);
}

function numberOf(flag: string, text: string | undefined, usual: number, least = 0): number {
  const value = text === undefined ? usual : Number(text);
  if (text === '' || !Number.isFinite(value) || value < least)
    throw new Error(`${flag} ${text}: a number from ${least} on`);
  return value;
}

function oneOf<const Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Error(`${flag} ${text}: one of ${words.join(', ')}`);
  return found;
}

function limitsOf(text: string): readonly Limit[] {
  return text === '' ? [] : text.split(',').map((word) => oneOf('--without', word, LIMITS));
}
