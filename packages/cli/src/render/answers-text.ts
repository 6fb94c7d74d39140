import type { Answer, AnswerVerdict } from '../check/answer.ts';
import type { Terminal } from '../terminal.ts';
import { paint, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

const WORDS: Readonly<Record<AnswerVerdict, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  'not met': 'not met',
};
const TONES: Readonly<Record<AnswerVerdict, Tone>> = {
  pass: 'good',
  fail: 'bad',
  unknown: 'warning',
  'not met': 'quiet',
};
const QUESTION_WIDTH = 13;
const VERDICT_WIDTH = 7;
const LEAST_WORDS = 36;

/** One line or more for each question: the verdict, and what it rests on. */
export function answersText(answers: readonly Answer[], terminal: Terminal): readonly string[] {
  return answers.flatMap((answer) => {
    const { question, verdict } = answer;
    const head = `     ${paint(terminal, TONES[verdict], signOf(verdict, terminal))} ${question.id.padEnd(QUESTION_WIDTH)}  ${paint(terminal, TONES[verdict], WORDS[verdict].padEnd(VERDICT_WIDTH))}`;
    const columns = 5 + 2 + QUESTION_WIDTH + 2 + VERDICT_WIDTH + 2;
    const words = `${answer.words}${madeOf(answer)}`;
    return terminal.width - columns >= LEAST_WORDS
      ? hanging(`${head}  `, words, terminal, columns)
      : [head.trimEnd(), ...paragraph(words, 9, terminal)];
  });
}

function signOf(verdict: AnswerVerdict, terminal: Terminal): string {
  const signs = signsOf(terminal);
  switch (verdict) {
    case 'pass':
      return signs.holds;
    case 'fail':
      return signs.broken;
    case 'unknown':
      return signs.depends;
    case 'not met':
      return signs.unmet;
  }
}

/** A pass says what it rests on. */
function madeOf({ verdict, results, runs, crashPoints }: Answer): string {
  if (verdict !== 'pass' || results.length === 0 || runs === 0) return '';
  return ` (${runs} runs, ${crashPoints} crash points)`;
}
