import { describe, expect, test } from 'vitest';
import { compareTraces } from './compare.ts';
import type { TraceEntry } from './trace.ts';

const term: TraceEntry = { tMs: 100, kind: 'signal', pod: 'p', container: 'main#0', signal: 'SIGTERM' };
const stop: TraceEntry = {
  tMs: 100,
  kind: 'cri',
  call: 'StopContainer',
  phase: 'begin',
  pod: 'p',
  container: 'main#0',
  timeoutSeconds: 30,
};
const exited: TraceEntry = {
  tMs: 200,
  kind: 'container',
  pod: 'p',
  container: 'main#0',
  event: 'exited',
  exitCode: 0,
  cause: 'SIGTERM',
};
const trace = [stop, term, exited];

describe('comparing two traces', () => {
  test('a trace matches itself', () => {
    expect(compareTraces(trace, trace)).toEqual({ matched: true });
  });

  test('the order of the entries of one instant does not matter', () => {
    expect(compareTraces(trace, [term, stop, exited])).toEqual({ matched: true });
  });

  test('the order of the fields of an entry does not matter', () => {
    const reordered = Object.fromEntries(Object.entries(stop).toReversed()) as TraceEntry;
    expect(compareTraces(trace, [reordered, term, exited])).toEqual({ matched: true });
  });

  test('a field that is undefined, null or empty is the same as an absent one', () => {
    const padded = { ...exited, attempt: undefined, image: '', message: null, list: [], map: {} };
    expect(compareTraces(trace, [stop, term, padded])).toEqual({ matched: true });
  });

  test('zero and false are not absent', () => {
    const { exitCode: _, ...withoutExitCode } = exited;
    expect(compareTraces(trace, [stop, term, withoutExitCode]).matched).toBe(false);
    expect(compareTraces([{ ...term, flag: false }], [term]).matched).toBe(false);
  });

  test('an entry moved by one millisecond is missing at its old time, the first instant of difference', () => {
    const moved = { ...exited, tMs: 201 };
    expect(compareTraces(trace, [stop, term, moved])).toEqual({
      matched: false,
      first: { tMs: 200, both: [], missing: [exited], extra: [] },
    });
  });

  test('an entry that comes too early is extra at its new time', () => {
    const moved = { ...exited, tMs: 199 };
    expect(compareTraces(trace, [stop, term, moved])).toEqual({
      matched: false,
      first: { tMs: 199, both: [], missing: [], extra: [moved] },
    });
  });

  test('a field that differs puts the entry on both sides, and leaves the others of the instant matched', () => {
    const shorter = { ...stop, timeoutSeconds: 2 };
    expect(compareTraces(trace, [shorter, term, exited])).toEqual({
      matched: false,
      first: { tMs: 100, both: [term], missing: [stop], extra: [shorter] },
    });
  });

  test('a field deep in a status is compared too', () => {
    const status = (ready: boolean): TraceEntry => ({ tMs: 1, kind: 'status', status: { containers: [{ ready }] } });
    expect(compareTraces([status(true)], [status(true)]).matched).toBe(true);
    expect(compareTraces([status(true)], [status(false)]).matched).toBe(false);
  });

  test('two equal entries are not the same as one', () => {
    expect(compareTraces([term, term], [term])).toEqual({
      matched: false,
      first: { tMs: 100, both: [term], missing: [term], extra: [] },
    });
    expect(compareTraces([term], [term, term])).toEqual({
      matched: false,
      first: { tMs: 100, both: [term], missing: [], extra: [term] },
    });
  });

  test('a trace that ends early or goes on for longer does not match', () => {
    expect(compareTraces(trace, [stop, term]).matched).toBe(false);
    expect(compareTraces([stop, term], trace).matched).toBe(false);
    expect(compareTraces([], []).matched).toBe(true);
  });
});
