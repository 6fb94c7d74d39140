import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Context, Finding, Invariant } from './invariant.ts';
import { keepRow, setState } from './pod-rows.ts';
import type { PodRow, PodRows } from './pod-rows.ts';
import { VIOLATIONS_KEPT } from './verdict.ts';
import type { Verdict, Violation } from './verdict.ts';

/** What a run has shown about one invariant so far. */
export interface Docket {
  readonly invariant: Invariant;
  readonly fresh: unknown;
  /** Where its states stand in the row of a pod; -1 where it has none. */
  readonly column: number;
  situations: number;
  broken: number;
  readonly violations: Violation[];
}

/** Dockets before the first fact, each with a column of its own in the rows of pods where it needs one. */
export function newDockets(invariants: readonly Invariant[], scenario: Scenario): readonly Docket[] {
  let columns = 0;
  return invariants.map((invariant) => {
    const fresh = invariant.start(scenario);
    return { invariant, fresh, column: fresh === null ? -1 : columns++, situations: 0, broken: 0, violations: [] };
  });
}

/** Rows without any pod, with a column for each of these that needs one. */
export const rowsFor = (dockets: readonly Docket[]): PodRows => ({
  columns: dockets.filter(({ column }) => column >= 0).length,
  byPod: new Map(),
});

/**
 * Shows a fact to an invariant, where `begins` also to one that knows nothing of its pod, whose row is `row`. What is about no
 * pod in particular is about each.
 */
export function hear(
  docket: Docket,
  rows: PodRows,
  row: PodRow | undefined,
  begins: boolean,
  fact: Fact,
  context: Context,
): void {
  if (docket.column < 0) enter(docket, docket.invariant.step(null, fact, context).findings, context.at);
  else if (row !== undefined) hearOf(docket, row, begins, fact, context);
  else
    for (const each of rows.byPod.values()) {
      hearOf(docket, each, false, fact, context);
      keepRow(rows, each);
    }
}

function hearOf(docket: Docket, row: PodRow, begins: boolean, fact: Fact, context: Context): void {
  const { invariant, column, fresh } = docket;
  const known = row.states[column];
  if (known === undefined && !begins) return;
  const { state, findings } = invariant.step(known ?? fresh, fact, context);
  if (state !== known) setState(row, column, isEmpty(state) ? undefined : state);
  enter(docket, findings, context.at);
}

/** A table without rows says what no table says, so that pods that are gone leave nothing behind. */
function isEmpty(state: unknown): boolean {
  return (state instanceof Map || state instanceof Set) && state.size === 0;
}

/** The end of the run, and what it shows in all. */
export function close(docket: Docket, rows: PodRows, context: Context): Verdict {
  if (docket.column < 0) enter(docket, docket.invariant.finish(null, context), context.at);
  else
    for (const { states } of rows.byPod.values()) {
      const state = states[docket.column];
      if (state !== undefined) enter(docket, docket.invariant.finish(state, context), context.at);
    }
  const { invariant, situations, broken, violations } = docket;
  const outcome = broken > 0 ? 'broken' : situations > 0 ? 'holds' : 'not met';
  const { id, kind, standing } = invariant;
  return { invariant: id, kind, standing, outcome, situations, broken, violations };
}

function enter(docket: Docket, findings: readonly Finding[], time: Micros): void {
  for (const finding of findings) {
    docket.situations += 1;
    if (finding.kind === 'kept') continue;
    docket.broken += 1;
    if (docket.violations.length >= VIOLATIONS_KEPT) continue;
    const { pod, message } = finding;
    const place = finding.container === undefined ? { pod } : { pod, container: finding.container };
    docket.violations.push({ invariant: docket.invariant.id, time, ...place, message });
  }
}
