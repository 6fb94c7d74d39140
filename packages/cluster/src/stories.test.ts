import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StatusFact } from '@simlet/kubelet';
import { expect, test } from 'vitest';

import { entryText } from './conformance/entry-text.ts';
import { toTrace } from './conformance/trace.ts';
import type { TraceEntry } from './conformance/trace.ts';
import { runScenario } from './run.ts';
import { scenarioOf } from './testing/scenarios.ts';
import { storiesOfRunning } from './testing/stories-of-running.ts';
import { storiesOfStopping } from './testing/stories-of-stopping.ts';
import type { Story } from './testing/story.ts';

const stories = [...storiesOfRunning, ...storiesOfStopping];
const folder = new URL('../stories/', import.meta.url);
const fileOf = ({ title }: Story): string => `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.txt`;

/** The scenario in two lines, and what happened one a line: the second, and the fact. */
const textOf = ({ title, given, sketch }: Story): string => {
  const scenario = scenarioOf(sketch);
  const entries = withChangedConditions(toTrace(runScenario(scenario).facts, scenario.untilMs));
  const lines = entries.map(
    (entry) => `${(entry.tMs / 1_000).toFixed(3).padStart(7)}  ${entryText(entry).replace(/[ |]+$/, '')}`,
  );
  return `${[`${title}.`, given, '', ...lines].join('\n')}\n`;
};

/** Of the conditions of a status only those that are not as they were before: the others are only long. */
const withChangedConditions = (entries: readonly TraceEntry[]): readonly TraceEntry[] => {
  let before: Readonly<Record<string, string>> = {};
  return entries.map((entry) => {
    if (entry.kind !== 'status') return entry;
    const { status } = entry as unknown as StatusFact;
    const changed = Object.entries(status.conditions).filter(([type, word]) => before[type] !== word);
    before = status.conditions;
    return { ...entry, status: { ...status, conditions: Object.fromEntries(changed) } };
  });
};

// `npm run stories` writes them anew; what changed is read in the diff.
test.each(stories)('$title', async (story) => {
  await expect(textOf(story)).toMatchFileSnapshot(fileURLToPath(new URL(fileOf(story), folder)));
});

test.each(stories)('$title: the same whether the kubelet could crash or not, and in every run', ({ sketch }) => {
  const scenario = scenarioOf(sketch);
  const run = runScenario(scenario);
  const couldCrash = runScenario({ ...scenario, faults: { kubeletCrash: true } });
  expect(toTrace(couldCrash.facts, scenario.untilMs)).toEqual(toTrace(run.facts, scenario.untilMs));
  expect(runScenario(scenario).digest).toBe(run.digest);
});

test('every file in the folder is one of these stories', () => {
  expect(readdirSync(folder).filter((name) => !stories.some((story) => fileOf(story) === name))).toEqual([]);
});
