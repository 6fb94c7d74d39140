import { expect, test } from 'vitest';
import { toTrace } from './trace.ts';

const started = { kind: 'kubelet', event: 'started', generation: 0 } as const;

test('a fact becomes an entry at its millisecond', () => {
  expect(toTrace([{ time: 2_017_000, body: started }], 5_000)).toEqual([{ tMs: 2017, ...started }]);
});

test('a fact within a millisecond belongs to that millisecond, since recordings know no shorter time', () => {
  expect(toTrace([{ time: 1_999, body: started }], 5_000)).toEqual([{ tMs: 1, ...started }]);
});

test('what happens in the last millisecond of the run belongs to the trace, what happens after it does not', () => {
  const facts = [
    { time: 5_000_999, body: started },
    { time: 5_001_000, body: started },
  ];
  expect(toTrace(facts, 5_000)).toEqual([{ tMs: 5000, ...started }]);
});

test('facts of kinds that no recorded trace has are left out', () => {
  expect(toTrace([{ time: 0, body: { kind: 'decision' } }], 5_000)).toEqual([]);
});
