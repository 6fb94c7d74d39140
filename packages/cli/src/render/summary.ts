import type { AnswerVerdict } from '../check/answer.ts';
import type { PropertyOutcome, RunCount } from '../check/examination.ts';
import type { Terminal } from '../terminal.ts';
import { signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

interface Examined {
  readonly answers: readonly { readonly verdict: AnswerVerdict }[];
  readonly properties: readonly { readonly outcome: PropertyOutcome }[];
  readonly runs: readonly RunCount[];
  readonly virtual: number;
}

/** The last lines: how many properties of which outcome, and out of how many runs. */
export function summaryText(examinations: readonly Examined[], terminal: Terminal): readonly string[] {
  const signs = signsOf(terminal);
  const count = (outcome: PropertyOutcome): number =>
    examinations.flatMap(({ properties }) => properties).filter((result) => result.outcome === outcome).length;
  const counts = [
    `${count('broken')} broken`,
    ...(count('depends') > 0 ? [`${count('depends')} unknown`] : []),
    `${count('holds')} holding`,
    ...(count('not met') > 0 ? [`${count('not met')} not met`] : []),
  ];
  const questions = questionCounts(examinations);
  const runs = examinations.flatMap((examination) => examination.runs);
  const total = runs.reduce((sum, { runs: made }) => sum + made, 0);
  const virtual = examinations.reduce((sum, examination) => sum + examination.virtual, 0);
  const strategies = [...new Set(runs.map(({ strategy }) => strategy))].map((strategy) => {
    const made = runs.filter((one) => one.strategy === strategy);
    const leftOut = made.reduce((sum, one) => sum + one.leftOut, 0);
    const more = leftOut > 0 ? ` (${leftOut} more left out)` : '';
    return `${made.reduce((sum, one) => sum + one.runs, 0)} ${strategy}${more}`;
  });
  const ran = `${total} runs: ${strategies.join(', ')}`;
  return [
    ` ${signs.rule.repeat(10)}`,
    ...(questions.length === 0
      ? hanging(' Summary   ', counts.join(', '), terminal)
      : [
          ...hanging(' Summary   ', `questions: ${questions.join(', ')}`, terminal),
          ...paragraph(`properties: ${counts.join(', ')}`, 11, terminal),
        ]),
    ...paragraph(ran, 11, terminal),
    ...(virtual === 0 ? [] : paragraph(`${formatHours(virtual)} of virtual time`, 11, terminal)),
  ];
}

/** How the questions were answered; none where they were not asked. */
function questionCounts(examinations: readonly Examined[]): readonly string[] {
  const verdicts = examinations.flatMap(({ answers }) => answers.map(({ verdict }) => verdict));
  if (verdicts.length === 0) return [];
  return VERDICTS.flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict === 'not met' ? verdict : verdict.toUpperCase()}`];
  });
}

const VERDICTS: readonly AnswerVerdict[] = ['fail', 'unknown', 'pass', 'not met'];

function formatHours(virtual: number): string {
  const hours = virtual / 3_600_000_000;
  return hours < 1 ? `${Math.round(hours * 600) / 10} min` : `${Math.round(hours * 10) / 10} h`;
}
