import { canonicalText } from './canonical.ts';
import type { TraceEntry } from './trace.ts';

/** What happened at one instant of two traces: in both, only in the expected one, only in the actual one. */
export interface InstantComparison {
  readonly tMs: number;
  readonly both: readonly TraceEntry[];
  readonly missing: readonly TraceEntry[];
  readonly extra: readonly TraceEntry[];
}

/** Whether two traces are equal, and the first instant at which they are not. */
export type Comparison = { readonly matched: true } | { readonly matched: false; readonly first: InstantComparison };

/**
 * Compares two traces for equality of times and of all fields. The entries of one instant are a multiset: their order
 * has no meaning. The answer names the first instant at which the traces differ.
 */
export function compareTraces(expected: readonly TraceEntry[], actual: readonly TraceEntry[]): Comparison {
  const first = compareInstants(expected, actual).find(differs);
  return first === undefined ? { matched: true } : { matched: false, first };
}

/** Whether the traces differ at this instant. */
export function differs(instant: InstantComparison): boolean {
  return instant.missing.length > 0 || instant.extra.length > 0;
}

/** All instants of two traces in time order, each compared as a multiset. */
export function compareInstants(
  expected: readonly TraceEntry[],
  actual: readonly TraceEntry[],
): readonly InstantComparison[] {
  const expectedAt = groupBy(expected, (entry) => entry.tMs);
  const actualAt = groupBy(actual, (entry) => entry.tMs);
  const times = new Set([...expectedAt.keys(), ...actualAt.keys()]);
  return [...times]
    .toSorted((left, right) => left - right)
    .map((tMs) => compareInstant(tMs, expectedAt.get(tMs) ?? [], actualAt.get(tMs) ?? []));
}

function compareInstant(
  tMs: number,
  expected: readonly TraceEntry[],
  actual: readonly TraceEntry[],
): InstantComparison {
  const unmatched = groupBy(actual, canonicalText);
  const both: TraceEntry[] = [];
  const missing: TraceEntry[] = [];
  for (const entry of expected) {
    const equal = unmatched.get(canonicalText(entry))?.pop();
    (equal === undefined ? missing : both).push(entry);
  }
  return { tMs, both, missing, extra: [...unmatched.values()].flat() };
}

function groupBy<Key>(entries: readonly TraceEntry[], keyOf: (entry: TraceEntry) => Key): Map<Key, TraceEntry[]> {
  const groups = new Map<Key, TraceEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
