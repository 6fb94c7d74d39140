import { describe, expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { adversaries } from './testing/adversaries.ts';
import { storyOf, trial } from './testing/suite.ts';

/** Each so many-th scenario is run; `ADVERSARIES=1` runs all of them. */
const STRIDE = Number(process.env['ADVERSARIES'] ?? 11);

describe('every invariant is kept where', () => {
  test.each(adversaries.map(({ suspicion, scenarios }) => [suspicion, scenarios] as const))(
    '%s',
    { timeout: 600_000 },
    (_suspicion, scenarios) => {
      const chosen = scenarios.filter((_, index) => index % STRIDE === 0);
      const stories = chosen.flatMap((scenario, index) => {
        const troubled = { ...scenario, faults: { kubeletCrash: true, runtime: true, lag: true } };
        const tried = [
          { world: scenario, result: trial(scenario, undefined, invariants) },
          { world: troubled, result: trial(troubled, String(index), invariants) },
        ];
        return tried.flatMap(({ world, result }) => (result.violations.length === 0 ? [] : [storyOf(world, result)]));
      });
      expect(stories).toEqual([]);
    },
  );
});
