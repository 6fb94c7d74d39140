import { expect, test } from 'vitest';
import { toTrace } from './trace.ts';

const started = { kind: 'kubelet', event: 'started', generation: 0 } as const;

test('a fact becomes an entry at its millisecond', () => {
  expect(toTrace([{ time: 2_017_000, body: started }], 5_000)).toEqual([{ tMs: 2017, ...started }]);
});

test('a fact between two milliseconds is not rounded to one of them', () => {
  expect(toTrace([{ time: 1_500, body: started }], 5_000)).toEqual([{ tMs: 1.5, ...started }]);
});

test('what happens at the end of the run belongs to the trace, what happens after it does not', () => {
  const facts = [
    { time: 5_000_000, body: started },
    { time: 5_000_001, body: started },
  ];
  expect(toTrace(facts, 5_000)).toEqual([{ tMs: 5000, ...started }]);
});

test('facts of kinds that no recorded trace has are left out', () => {
  expect(toTrace([{ time: 0, body: { kind: 'decision' } }], 5_000)).toEqual([]);
});
