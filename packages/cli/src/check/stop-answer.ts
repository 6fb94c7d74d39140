import type { Answer, AnswerVerdict } from './answer.ts';
import type { Examination } from './examination.ts';
import type { NodeCause } from './node-facts.ts';
import type { Question } from './question.ts';
import type { StopCause } from './stop-cause.ts';
import type { StopRow } from './stop-table.ts';

/** What a team does to its pods all the time, with notice: here the clean-up has to run. */
const ORDERLY: readonly StopCause[] = ['delete', 'rolling-update', 'drain', 'preemption', 'kubelet-restart'];
/** What gives notice, but less of it than the pod may ask for; whether its nodes do that only its team knows. */
const CAPPED: readonly StopCause[] = ['shutdown-on', 'spot', 'autoscaler'];

/** Whether the clean-up of every container runs, by cause. */
export function stopAnswer(question: Question, examination: Examination, nodes?: readonly NodeCause[]): Answer {
  const { stopRows, crashPoints } = examination;
  const rows = stopRows.filter(({ cell }) => cell !== undefined);
  const verdict = verdictOf(rows, nodes);
  return { question, verdict, words: wordsOf(rows, verdict), results: [], runs: rows.length, crashPoints, missing: [] };
}

function causesWith(
  rows: readonly StopRow[],
  cleanUps: readonly string[],
  among?: readonly StopCause[],
): readonly StopCause[] {
  const found = rows.filter(
    ({ cause, cell }) => cleanUps.includes(cell?.cleanUp ?? '') && among?.includes(cause) !== false,
  );
  return [...new Set(found.map(({ cause }) => cause))];
}

function verdictOf(rows: readonly StopRow[], nodes: readonly NodeCause[] | undefined): AnswerVerdict {
  if (rows.length === 0) return 'not met';
  const expected = [...ORDERLY, ...(nodes ?? [])];
  if (causesWith(rows, ['cut'], expected).length > 0) return 'fail';
  const open = [
    ...causesWith(rows, ['depends'], expected),
    // What nobody says of the nodes may be so.
    ...(nodes === undefined ? causesWith(rows, ['cut', 'depends'], CAPPED) : []),
  ];
  return open.length > 0 ? 'unknown' : 'pass';
}

function wordsOf(rows: readonly StopRow[], verdict: AnswerVerdict): string {
  const cut = causesWith(rows, ['cut']);
  const open = causesWith(rows, ['depends']).filter((cause) => !cut.includes(cause));
  const done = causesWith(rows, ['completed']).filter((cause) => !cut.includes(cause) && !open.includes(cause));
  if (rows.length === 0) return 'no container runs when it would be stopped';
  const parts = [
    ...(done.length > 0 ? [`clean-up completes on ${done.join(', ')}`] : []),
    ...(open.length > 0 ? [`depends on numbers not given on ${open.join(', ')}`] : []),
    ...(cut.length > 0
      ? [
          `${verdict === 'fail' || done.length > 0 || open.length > 0 ? 'not' : 'clean-up completes not'} on ${cut.join(', ')}`,
        ]
      : []),
  ];
  return parts.join('; ');
}
