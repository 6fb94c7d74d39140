import { expect, test } from 'vitest';
import { sideBySide } from './side-by-side.ts';
import type { TraceEntry } from './trace.ts';

const started: TraceEntry = { tMs: 0, kind: 'kubelet', event: 'started', generation: 0 };
const stop: TraceEntry = {
  tMs: 100,
  kind: 'cri',
  call: 'StopContainer',
  phase: 'begin',
  pod: 'p',
  container: 'main#0',
  timeoutSeconds: 30,
};
const term: TraceEntry = { tMs: 100, kind: 'signal', pod: 'p', container: 'main#0', signal: 'SIGTERM' };

test('traces that match give an empty text', () => {
  expect(sideBySide([started, stop], [started, stop], { width: 120 })).toBe('');
});

test('an entry on one side alone is marked with the side, one that differs with its fields', () => {
  const late: TraceEntry = { ...term, tMs: 101 };
  const text = sideBySide([started, stop, term], [started, { ...stop, timeoutSeconds: 2 }, late], { width: 130 });
  expect(text).toBe(
    [
      '     ms  expected                                                      actual',
      '      0  kubelet started generation=0                                  kubelet started generation=0',
      '    100  cri StopContainer begin p/main#0 timeoutSeconds=30          | cri StopContainer begin p/main#0 timeoutSeconds=2',
      '            timeoutSeconds: 30 -> 2',
      '    100  signal SIGTERM p/main#0                                     <',
      '    101                                                              > signal SIGTERM p/main#0',
      '',
    ].join('\n'),
  );
});

test('only the surroundings of the first difference are shown', () => {
  const many = Array.from({ length: 50 }, (_, index): TraceEntry => ({ ...term, tMs: index }));
  const lines = sideBySide(many, many.slice(0, 30), { width: 80, before: 2, after: 3 }).trimEnd().split('\n');
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(['ms', '28', '29', '30', '31', '32', '33']);
});

test('text that does not fit its column is cut and marked', () => {
  const lines = sideBySide([stop], [], { width: 60 }).split('\n');
  expect(lines[1]).toContain('…');
  expect(lines[2]).toContain('timeoutSeconds=30');
});
