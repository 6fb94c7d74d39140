import type { AnswerVerdict } from '../check/answer.ts';
import type { PropertyOutcome } from '../check/examination.ts';
import type { Summary, WorkloadResult } from './result.ts';

/** How many properties of which outcome, and out of how many runs. */
export function summaryOf(
  workloads: readonly WorkloadResult[],
  exitCode: number,
  interrupted: string | undefined,
): Summary {
  const outcomes = workloads.flatMap(({ properties }) => properties.map(({ outcome }) => outcome));
  const count = (wanted: PropertyOutcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  const verdicts = workloads.flatMap(({ answers }) => answers.map(({ verdict }) => verdict));
  const answered = (wanted: AnswerVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  return {
    questions: {
      fail: answered('fail'),
      unknown: answered('unknown'),
      pass: answered('pass'),
      notMet: answered('not met'),
    },
    broken: count('broken'),
    depends: count('depends'),
    holds: count('holds'),
    notMet: count('not met'),
    runs: workloads.flatMap(({ runs }) => runs).reduce((sum, { runs }) => sum + runs, 0),
    virtual: workloads.reduce((sum, { virtual }) => sum + virtual, 0),
    ...(interrupted === undefined ? {} : { interrupted }),
    exitCode,
  };
}
