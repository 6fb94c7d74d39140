import { expect, test } from 'vitest';

import { createFactDigest } from './fact-digest.ts';
import type { WorldFact } from './fact-log.ts';

const fact = (time: number, process: string, kind: string): WorldFact => ({
  time,
  process,
  host: process.split('/')[0] ?? '',
  incarnation: 0,
  sequence: 0,
  cause: -1,
  body: { kind },
});

const digestOf = (facts: readonly WorldFact[]): string => {
  const digest = createFactDigest();
  for (const each of facts) digest.add(each);
  return digest.text();
};

const facts = [fact(1, 'a/x', 'one'), fact(1, 'b/x', 'two'), fact(1, 'a/x', 'three'), fact(2, 'a/x', 'four')] as const;
const [one, two, three, four] = facts;

test('which process comes first within an instant does not count', () => {
  expect(digestOf([two, one, three, four])).toBe(digestOf(facts));
});

test('the order of one process, the time, the place and what is said do', () => {
  const digests = [
    facts,
    [three, two, one, four],
    [one, two, three, { ...four, time: 3 }],
    [one, two, three, { ...four, process: 'b/x' }],
    [one, two, three, { ...four, body: { kind: 'five' } }],
    [one, two, three],
  ].map(digestOf);
  expect(new Set(digests).size).toBe(digests.length);
});
