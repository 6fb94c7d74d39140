import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { casesOf, judgeCase } from './testing/trace.ts';
import type { Verdict } from './verdict.ts';

const folder = join(import.meta.dirname, '../../cluster/conformance');

function judged(file: string): readonly (readonly [id: string, verdicts: readonly Verdict[]])[] {
  const cases = casesOf(readFileSync(join(folder, file), 'utf8'));
  return cases.map((recorded) => [recorded.scenario.id, judgeCase(recorded, invariants)]);
}

test.each(['named.jsonl', 'generated.jsonl', 'versions-1.30.jsonl', 'versions-1.27.jsonl'])(
  'the recorded traces of %s break no invariant: the real kubelet keeps them all',
  (file) => {
    const broken = judged(file).flatMap(([id, verdicts]) => {
      return verdicts.flatMap(({ violations }) => violations.map((violation) => ({ id, ...violation })));
    });
    expect(broken).toEqual([]);
  },
);

test('the recorded traces hold the situation of each invariant', () => {
  const all = ['named.jsonl', 'generated.jsonl'].flatMap(judged);
  const holding = all.flatMap(([, verdicts]) => verdicts.filter(({ outcome }) => outcome === 'holds'));
  const met = new Set(holding.map(({ invariant }) => invariant));
  // There is no recording of a static pod, and none in which a container has lost its records and is created again.
  expect(invariants.map(({ id }) => id).filter((id) => !met.has(id))).toEqual([
    'static-pods-take-turns',
    'static-pod-shown',
    'count-goes-on',
  ]);
});
