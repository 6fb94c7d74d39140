import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { History } from './history/history.ts';
import type { Topic } from './topic.ts';

/** `always`: nothing bad ever happens. `eventually`: something good has happened by the end of a run that is long enough. */
export type InvariantKind = 'always' | 'eventually';

/** `kubernetes`: the real system never breaks it. `expectation`: teams rely on it, and the real system may break it. */
export type Standing = 'kubernetes' | 'expectation';

/** What an invariant says about one situation that it is about. */
export type Finding =
  | { readonly kind: 'kept' }
  | { readonly kind: 'broken'; readonly pod: string; readonly container?: string; readonly message: string };

/** The situation arose, and the promise was kept. */
export const kept: Finding = { kind: 'kept' };

/** The promise was broken: where, and in one plain sentence with its numbers, how. */
export function broken(pod: string, container: string | undefined, message: string): Finding {
  return container === undefined ? { kind: 'broken', pod, message } : { kind: 'broken', pod, container, message };
}

/** What a step may look at besides the fact: the scenario, and what was known just **before** the fact. */
export interface Context {
  readonly at: Micros;
  readonly scenario: Scenario;
  readonly history: History;
}

/** The new state, and a finding for each situation that this fact decided. */
export interface Step<State> {
  readonly state: State;
  readonly findings: readonly Finding[];
}

/** What is said about an invariant in words. */
export interface About {
  /** Kebab case, stable: it is what a failure file and a command line name. */
  readonly id: string;
  readonly sentence: string;
  readonly source: string;
  /** What it means, why it matters, how to fix it: for people whose manifest breaks it. */
  readonly explain?: string;
}

/**
 * A promise as data: a fold over facts. `start`, `step` and `finish` look at nothing but their arguments; the state is
 * plain data that does not grow with the length of the run. A state that is not null is kept for each pod apart: it sees the
 * facts about that pod and those about none, such as the start of a kubelet, and cannot compare pods. Only facts of the topics in `facts` are given to `step`.
 */
export interface Invariant<State = unknown> extends About {
  readonly kind: InvariantKind;
  readonly standing: Standing;
  readonly facts: readonly Topic[];
  /**
   * Of these the ones that say something about a pod of which nothing is kept; the others would find `start` and leave it at
   * that, with no finding, and are not shown then. Default: all.
   */
  readonly begins?: readonly Topic[];
  /** It counts on every fact, also on the routine that a run may skip. */
  readonly needsRoutine?: true;
  /** It hears what the API tells of static pods as well, which is of their mirrors. */
  readonly seesMirrors?: true;
  start(scenario: Scenario): State;
  step(state: State, fact: Fact, context: Context): Step<State>;
  /** What the end of the run decides; `context.at` is the end. */
  finish(state: State, context: Context): readonly Finding[];
}
