import { MILLISECOND, type Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';

/** One entry of a trace: a fact and the millisecond since the start of the run at which it happened. */
export interface TraceEntry {
  readonly tMs: number;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The part of a world's fact that a trace knows of. */
export interface TimedFact {
  readonly time: Micros;
  readonly body: { readonly kind: string };
}

/** What recorded traces consist of; a world may record more, which has no counterpart there. */
const recordedKinds: Readonly<Record<Fact['kind'], true>> = {
  cri: true,
  signal: true,
  container: true,
  hook: true,
  probe: true,
  event: true,
  status: true,
  api: true,
  kubelet: true,
  runtime: true,
  action: true,
};

/**
 * The facts of a run as a trace: what happened up to and including the millisecond `untilMs`, without the kinds that no
 * trace has. Recordings know whole milliseconds; what happens within one belongs to it.
 */
export function toTrace(facts: readonly TimedFact[], untilMs: number): readonly TraceEntry[] {
  return facts
    .filter((fact) => Object.hasOwn(recordedKinds, fact.body.kind) && fact.time < (untilMs + 1) * MILLISECOND)
    .map((fact) => ({ tMs: Math.floor(fact.time / MILLISECOND), ...fact.body }));
}
