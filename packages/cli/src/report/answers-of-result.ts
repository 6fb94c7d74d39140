import type { Examination } from '../check/examination.ts';
import type { AnswerReport, StopReport } from './result.ts';
import type { Stop } from '../check/stop-cause.ts';

/** The answers as plain data: properties by their ids. */
export function answerReports({ answers }: Examination): readonly AnswerReport[] {
  return answers.map(({ question, results, ...rest }) => ({
    ...rest,
    question: question.id,
    asks: question.asks,
    properties: results.map(({ property }) => property.id),
  }));
}

/** The stop table as plain data; `replay` is the command line that makes the run of a row again. */
export function stopReports(
  { stopRows }: Examination,
  replay: (stop: Stop, digest: string) => string,
): readonly StopReport[] {
  return stopRows.map(({ cell, ...row }) =>
    cell === undefined ? row : { ...row, cell: { ...cell, replay: replay(cell.replay, cell.digest) } },
  );
}
