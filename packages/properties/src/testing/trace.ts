import { parseCase, toScenario } from '@simlet/cluster';
import type { ConformanceCase, TraceEntry } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Invariant } from '../invariant.ts';
import { judge } from '../judge.ts';
import type { Verdict } from '../verdict.ts';

/** The cases of a file with one JSON text a line. */
export function casesOf(lines: string): readonly ConformanceCase[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const parsed = parseCase(line);
      if (parsed.kind === 'problem') throw new Error(parsed.problem);
      return parsed.case;
    });
}

/** What a trace says about invariants. */
export function judgeCase(recorded: ConformanceCase, invariants: readonly Invariant[]): readonly Verdict[] {
  const court = judge(toScenario(recorded), invariants);
  for (const entry of recorded.trace) court.observe(entry as unknown as Fact, entry.tMs * MILLISECOND);
  return court.verdicts(recorded.scenario.untilMs * MILLISECOND);
}

/** What a fact has to look like: the fields that are given. */
export type Pattern = Readonly<Partial<Record<string, unknown>>>;

export function matches(entry: TraceEntry, pattern: Pattern): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...entry };
  return Object.keys(pattern).every((key) => fields[key] === pattern[key]);
}

/** A change of a trace. A change that finds nothing to change throws. */
export type Mutation = (trace: readonly TraceEntry[]) => readonly TraceEntry[];

/** Leaves out what matches. */
export function drop(pattern: Pattern): Mutation {
  return (trace) => {
    const rest = trace.filter((entry) => !matches(entry, pattern));
    if (rest.length === trace.length) throw new Error(`Nothing matches ${JSON.stringify(pattern)}.`);
    return rest;
  };
}

/** Leaves out all that comes after the first that matches. */
export function cutAfter(pattern: Pattern): Mutation {
  return (trace) => {
    const from = trace.findIndex((entry) => matches(entry, pattern));
    if (from < 0) throw new Error(`Nothing matches ${JSON.stringify(pattern)}.`);
    return trace.slice(0, from + 1);
  };
}

/** Rewrites the text of every status from a time on. */
export function rewrite(fromMs: number, from: string, to: string): Mutation {
  return (trace) => {
    const changed = trace.map((entry) => {
      if (entry.kind !== 'status' || entry.tMs < fromMs) return entry;
      const text = JSON.stringify(entry['status']);
      return { ...entry, status: JSON.parse(text.replaceAll(from, to)) as unknown };
    });
    if (JSON.stringify(changed) === JSON.stringify(trace)) throw new Error(`No status says ${from}.`);
    return changed;
  };
}

/** Moves the first that matches by some milliseconds. */
export function shift(pattern: Pattern, byMs: number): Mutation {
  return change(pattern, (entry) => ({ ...entry, tMs: entry.tMs + byMs }));
}

/** Moves the first that matches, and all that comes after it, by some milliseconds. */
export function delayFrom(pattern: Pattern, byMs: number): Mutation {
  return (trace) => {
    const from = trace.findIndex((entry) => matches(entry, pattern));
    if (from < 0) throw new Error(`Nothing matches ${JSON.stringify(pattern)}.`);
    return inOrder(trace.map((entry, index) => (index < from ? entry : { ...entry, tMs: entry.tMs + byMs })));
  };
}

/** Gives the first that matches other fields. */
export function alter(pattern: Pattern, fields: Pattern): Mutation {
  return change(pattern, (entry) => asEntry({ ...entry, ...fields }));
}

/** Adds a copy of the first that matches, some milliseconds later, with other fields. */
export function repeat(pattern: Pattern, byMs: number, fields: Pattern = {}): Mutation {
  return (trace) => {
    const found = trace.find((entry) => matches(entry, pattern));
    if (found === undefined) throw new Error(`Nothing matches ${JSON.stringify(pattern)}.`);
    return inOrder([...trace, asEntry({ ...found, tMs: found.tMs + byMs, ...fields })]);
  };
}

/** Adds a fact. */
export function insert(tMs: number, fact: Fact): Mutation {
  return (trace) => inOrder([...trace, { ...fact, tMs }]);
}

/** One change after the other. */
export function all(...mutations: readonly Mutation[]): Mutation {
  return (trace) => mutations.reduce((mutated, mutation) => mutation(mutated), trace);
}

/** Makes the first event that matches one about another container. */
export function withContainer(pattern: Pattern, container: string): Mutation {
  return alter(pattern, { fieldPath: `spec.containers{${container}}` });
}

function change(pattern: Pattern, changed: (entry: TraceEntry) => TraceEntry): Mutation {
  return (trace) => {
    const index = trace.findIndex((entry) => matches(entry, pattern));
    if (index < 0) throw new Error(`Nothing matches ${JSON.stringify(pattern)}.`);
    return inOrder(trace.map((entry, position) => (position === index ? changed(entry) : entry)));
  };
}

function inOrder(trace: readonly TraceEntry[]): readonly TraceEntry[] {
  return trace.toSorted((one, other) => one.tMs - other.tMs);
}

function asEntry(fields: Readonly<Record<string, unknown>>): TraceEntry {
  return fields as unknown as TraceEntry;
}
