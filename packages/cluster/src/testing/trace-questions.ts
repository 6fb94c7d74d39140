import type { TraceEntry } from '../conformance/trace.ts';

/** When the entries that fit happened, milliseconds. */
export const times = (trace: readonly TraceEntry[], fits: (entry: TraceEntry) => boolean): readonly number[] =>
  trace.filter(fits).map((entry) => entry.tMs);

/** The timeouts that StopContainer was called with, seconds. */
export const stops = (trace: readonly TraceEntry[]): readonly unknown[] =>
  trace
    .filter((entry) => entry['call'] === 'StopContainer' && entry['phase'] === 'begin')
    .map((entry) => entry['timeoutSeconds']);

export const killedAt = (trace: readonly TraceEntry[]): readonly number[] =>
  times(trace, (entry) => entry['signal'] === 'SIGKILL');
