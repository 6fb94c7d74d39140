import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Context, Finding, Invariant } from './invariant.ts';
import { VIOLATIONS_KEPT } from './verdict.ts';
import type { Verdict, Violation } from './verdict.ts';

/** What a run has shown about one invariant so far. */
export interface Docket {
  readonly invariant: Invariant;
  readonly fresh: unknown;
  /**
   * States by name of the pod, or one for all under the empty name where the invariant has none of its own. Apart, so that
   * a fact about one pod costs the same however many there are.
   */
  readonly states: Map<string, unknown>;
  situations: number;
  broken: number;
  readonly violations: Violation[];
}

/** A docket before the first fact. */
export function newDocket(invariant: Invariant, scenario: Scenario): Docket {
  const fresh = invariant.start(scenario);
  const states = new Map<string, unknown>(fresh === null ? [['', null]] : []);
  return { invariant, fresh, states, situations: 0, broken: 0, violations: [] };
}

/** Shows a fact to an invariant, where `begins` also to one that knows nothing of its pod. What is about no pod in particular is about each. */
export function hear(docket: Docket, begins: boolean, fact: Fact, context: Context): void {
  const { fresh, states } = docket;
  if (fresh === null) enter(docket, docket.invariant.step(null, fact, context).findings, context.at);
  else if ('pod' in fact && fact.pod !== undefined)
    hearOf(docket, fact.pod, states.get(fact.pod), begins, fact, context);
  else for (const [pod, state] of states) hearOf(docket, pod, state, true, fact, context);
}

function hearOf(docket: Docket, pod: string, known: unknown, begins: boolean, fact: Fact, context: Context): void {
  if (known === undefined && !begins) return;
  const { invariant, states, fresh } = docket;
  const { state, findings } = invariant.step(known ?? fresh, fact, context);
  if (state !== known) {
    if (!isEmpty(state)) states.set(pod, state);
    else if (known !== undefined) states.delete(pod);
  }
  enter(docket, findings, context.at);
}

/** A table without rows says what no table says, so that pods that are gone leave nothing behind. */
function isEmpty(state: unknown): boolean {
  return (state instanceof Map || state instanceof Set) && state.size === 0;
}

/** The end of the run, and what it shows in all. */
export function close(docket: Docket, context: Context): Verdict {
  for (const state of docket.states.values()) enter(docket, docket.invariant.finish(state, context), context.at);
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
