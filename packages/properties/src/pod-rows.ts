import type { Fact } from '@simlet/kubelet';

/** What all invariants know of one pod: the state of each that keeps one at its column, undefined where it knows nothing. */
export interface PodRow {
  readonly pod: string;
  readonly states: unknown[];
  /** How many of them know something. */
  known: number;
}

/** Rows by name of the pod, so that a fact about a pod looks for it once, however many invariants hear of it. */
export interface PodRows {
  readonly columns: number;
  readonly byPod: Map<string, PodRow>;
}

/** The row of the pod that a fact is about, which need not be among the others yet; undefined where it is about none. */
export function rowOf({ byPod, columns }: PodRows, fact: Fact): PodRow | undefined {
  if (!('pod' in fact) || fact.pod === undefined) return undefined;
  return byPod.get(fact.pod) ?? { pod: fact.pod, states: Array.from({ length: columns }), known: 0 };
}

/** Puts a state into a row, undefined where nothing is known any more. */
export function setState(row: PodRow, column: number, state: unknown): void {
  if (row.states[column] === undefined) row.known += state === undefined ? 0 : 1;
  else if (state === undefined) row.known -= 1;
  row.states[column] = state;
}

/** Keeps a row in which something is known, and no other. */
export function keepRow({ byPod }: PodRows, row: PodRow): void {
  if (row.known === 0) byPod.delete(row.pod);
  else if (!byPod.has(row.pod)) byPod.set(row.pod, row);
}
