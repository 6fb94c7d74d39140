import type { Deviation } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deleteAt, factsOf, goneAt, kubeletDown, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const run = (sketch: Sketch, deviations: readonly Deviation[]): Run =>
  runScenario(scenarioOf({ untilMs: 60_000, ...sketch, faults: { statusWrites: true }, deviations }));
const of = (site: string, occurrence: number, outcome: number): Deviation => ({
  name: `status.${site}/uid-web-0`,
  occurrence,
  outcome,
});
const REFUSED = 1;
const ANSWER_LOST = 2;

/** When the API showed which phase. */
const writesOf = (result: Run): readonly string[] =>
  factsOf(result).flatMap(({ ms, fact }) => (fact.kind === 'status' ? [`${ms} ${fact.status.phase}`] : []));

describe('the status of a pod', () => {
  const calm = writesOf(run({}, []));

  test('is written as without the fault, where nothing goes wrong', () => {
    expect(calm).toEqual(writesOf(runScenario(scenarioOf({ untilMs: 60_000 }))));
  });

  test('comes late where its request is slow, and the newest of those that wait is written after it', () => {
    const late = writesOf(run({}, [of('slow', 0, 5_000_000)]));
    expect(late).toHaveLength(2);
    expect(late[1]).toMatch(/^5\d{3} Running$/);
  });

  test('comes with the next full pass where its request failed', () => {
    // The first two are overtaken by the next one; the last is tried again 10 s after the start of the kubelet.
    const again = writesOf(run({}, [of('write', calm.length - 1, REFUSED)]));
    expect(again.at(-1)).toBe('10000 Running');
  });

  test('is written once where only the answer was lost', () => {
    expect(writesOf(run({}, [of('write', calm.length - 1, ANSWER_LOST)]))).toEqual(calm);
  });

  test('dies with the kubelet while its request is on its way', () => {
    const result = run({ actions: kubeletDown(3_000, 20_000) }, [of('slow', calm.length - 1, 10_000_000)]);
    expect(writesOf(result).filter((line) => line.endsWith('Running'))).toEqual([expect.stringMatching(/^2\d{4} /)]);
  });
});

test('a pod that is deleted leaves the API later where its last status is refused', () => {
  const calm = goneAt(run({ actions: [deleteAt(20_000)] }, [])) ?? 0;
  const writes = factsOf(run({ actions: [deleteAt(20_000)] }, [])).filter(({ fact }) => fact.kind === 'status').length;
  const gone = goneAt(run({ actions: [deleteAt(20_000)] }, [of('write', writes, REFUSED)])) ?? 0;
  expect(gone).toBeGreaterThan(calm);
  expect(gone).toBe(30_000);
});
