// The measurement of the property suite by its mutants: historical bugs that are put back into the model one at a time.
// How it is called: USAGE. What it prints: docs/mutants.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { invariants, MUTANTS } from '../packages/properties/dist/index.js';
import { measureControl, measureMutant } from '../packages/trials/dist/index.js';

const USAGE = `npm run -s mutants -- [--seconds N] [--seeds N] [--max-runs N] [--only ID] [--json FILE] [--stories FILE]
                      [--unmutated N [--version 1.33]] [--seed N]`;

const { values } = readArguments({
  options: {
    help: { type: 'boolean', short: 'h' },
    seconds: { type: 'string', default: '60' },
    seeds: { type: 'string', default: '5' },
    'max-runs': { type: 'string', default: '100000' },
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    stories: { type: 'string' },
    unmutated: { type: 'string' },
    seed: { type: 'string', default: '1' },
    version: { type: 'string' },
  },
});

if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}

/** The arguments; one line and the usage, exit 2, where they cannot be taken. */
function readArguments(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`mutants: ${error.message}\n${USAGE}`);
    return process.exit(2);
  }
}

/** Seconds that this process has worked: others on the machine do not count. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};
const first = Number(values.seed);

/** Runs of the model as it is; returns how many of them broke an invariant that they should not. */
function control(runs) {
  const began = now();
  const { alarms, gaps, endless, strategies } = measureControl({
    runs,
    seed: first,
    invariants,
    ...(values.version === undefined ? {} : { kubernetesVersion: values.version }),
    now,
    onRun(done) {
      if (done % 1_000 === 0) process.stderr.write(`${done} runs, ${Math.round(now() - began)} s\n`);
    },
  });
  printStrategies(strategies);
  for (const gap of gaps) console.log(`gap: never reached: ${gap}`);
  for (const { path, why } of endless) console.log(`run ${path}: given up: ${why}`);
  for (const { invariant, message, path } of alarms.slice(0, 20)) console.log(`run ${path}: ${invariant}: ${message}`);
  console.log(`unmutated: ${alarms.length} violations in ${runs} runs (${Math.round(now() - began)} s, seed ${first})`);
  return alarms.length;
}

/** What each strategy did, over all hunts. */
function printStrategies(tallies) {
  const sums = new Map();
  for (const { strategy, ...numbers } of tallies) {
    const sum = sums.get(strategy) ?? { runs: 0, seconds: 0, newStates: 0, findings: 0 };
    for (const key of Object.keys(sum)) sum[key] += numbers[key];
    sums.set(strategy, sum);
  }
  console.log('\n| strategy | runs | seconds | new states | findings |\n| --- | --- | --- | --- | --- |');
  for (const [strategy, { runs, seconds, newStates, findings }] of sums)
    console.log(`| ${strategy} | ${runs} | ${seconds.toFixed(1)} | ${newStates} | ${findings} |`);
  console.log('');
}

const number = (value, digits = 0) => (value === undefined ? '–' : value.toFixed(digits));

function storyLength(story) {
  if (story === undefined) return '–';
  return `${story.actions} + ${story.deviations}`;
}

function row({ mutant, fate, invariants: ids, runsToReach, runsToKill, secondsToKill, story }) {
  const by =
    fate === 'killed'
      ? `\`${mutant.killedBy}\``
      : ids
          .slice(0, 2)
          .map((id) => `\`${id}\``)
          .join(', ') || '–';
  const cells = [
    `\`${mutant.id}\``,
    fate,
    by,
    number(runsToReach),
    number(runsToKill),
    number(secondsToKill, 1),
    storyLength(story),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The stories of the mutants that were measured, one a line; lines of others stay as they are. */
function writeStories(file, measurements) {
  const lines = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
  const told = new Map(lines.map((line) => [JSON.parse(line).mutant, line]));
  for (const { mutant, story } of measurements) {
    if (story === undefined) continue;
    const { invariant, message, scenario } = story;
    told.set(mutant.id, JSON.stringify({ mutant: mutant.id, invariant, message, scenario }));
  }
  const ordered = MUTANTS.flatMap(({ id }) => told.get(id) ?? []);
  writeFileSync(file, `${ordered.join('\n')}\n`);
}

function measure() {
  const only = values.only;
  const chosen = MUTANTS.filter(({ id }) => only === undefined || only.includes(id));
  if (chosen.length === 0) {
    console.error(`There is no mutant ${only?.join(', ')}.`);
    process.exit(2);
  }
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => first + index);
  console.log('| mutant | fate | invariant | runs to reach | runs to kill | seconds | story |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  const options = { invariants, seeds, seconds: Number(values.seconds), maxRuns: Number(values['max-runs']), now };
  const measurements = chosen.map((mutant) => {
    const measurement = measureMutant(mutant, options);
    console.log(row(measurement));
    for (const id of new Set(measurement.hunts.flatMap(({ falseAlarms }) => falseAlarms)))
      console.log(`false alarm: ${id}`);
    const endless = measurement.hunts.reduce((sum, hunt) => sum + hunt.endless, 0);
    if (endless > 0) console.log(`given up: ${endless} runs that go on and on`);
    return measurement;
  });
  const killed = measurements.filter(({ fate }) => fate === 'killed' || fate === 'killed by another').length;
  if (values.json !== undefined) {
    const machine = `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    writeFileSync(values.json, `${JSON.stringify({ machine, seeds, measurements }, undefined, 2)}\n`);
  }
  printStrategies(measurements.flatMap(({ hunts }) => hunts.flatMap(({ strategies }) => strategies)));
  if (values.stories !== undefined) writeStories(values.stories, measurements);
  console.log(`mutants: ${killed} of ${chosen.length} killed`);
}

if (values.unmutated === undefined) measure();
else process.exitCode = control(Number(values.unmutated)) === 0 ? 0 : 1;
