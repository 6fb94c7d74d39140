import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import { describe, expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { judge } from './judge.ts';

/** A run of the model as it is in which an invariant was once found broken, and what had been wrong with it. */
interface FalseAlarm {
  readonly invariant: string;
  readonly settled: string;
  readonly scenario: Scenario;
}

const alarms = readFileSync(join(import.meta.dirname, 'false-alarms.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as FalseAlarm);

describe('a run that was once blamed keeps every invariant', () => {
  test.each(alarms.map(({ invariant, settled, scenario }) => [invariant, settled, scenario] as const))(
    '%s: %s',
    (_invariant, _settled, scenario) => {
      const court = judge(scenario, invariants);
      runScenario(scenario, { facts: 'none', onFact: ({ body, time }) => court.observe(body, time) });
      const verdicts = court.verdicts(scenario.untilMs * MILLISECOND);
      expect(verdicts.flatMap(({ violations }) => violations.map(({ message }) => message))).toEqual([]);
    },
  );
});
