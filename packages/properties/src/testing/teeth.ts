import type { ConformanceCase } from '@simlet/cluster';
import type { Invariant } from '../invariant.ts';
import type { Verdict } from '../verdict.ts';
import { judgeCase } from './trace.ts';
import type { Mutation } from './trace.ts';

/** A change of a recorded trace that breaks an invariant which the trace itself keeps. */
export interface Bite {
  readonly invariant: Invariant;
  /** The recorded case. */
  readonly id: string;
  /** What is changed, in words. */
  readonly change: string;
  readonly mutation: Mutation;
  /** A later end of the run than that of the case. */
  readonly untilMs?: number;
}

/** The verdicts on the case before and after the change. */
export function bite(
  cases: readonly ConformanceCase[],
  tooth: Bite,
): { readonly before: Verdict | undefined; readonly after: Verdict | undefined } {
  const recorded = cases.find((candidate) => candidate.scenario.id === tooth.id);
  if (recorded === undefined) throw new Error(`There is no case ${tooth.id}.`);
  const scenario = { ...recorded.scenario, untilMs: tooth.untilMs ?? recorded.scenario.untilMs };
  const changed = { ...recorded, scenario, trace: tooth.mutation(recorded.trace) };
  return {
    before: judgeCase({ ...recorded, scenario }, [tooth.invariant])[0],
    after: judgeCase(changed, [tooth.invariant])[0],
  };
}
