import type { Micros } from '@simlet/core';
import { defaultGracePeriodSeconds } from '@simlet/objects';
import { formatDuration } from '../duration.ts';
import type { Answer, AnswerVerdict, MissingNumber } from './answer.ts';
import { flagNameOf } from './assumptions-of.ts';
import { takesWords } from './assumption.ts';
import type { Examination, Finding, PropertyResult } from './examination.ts';
import { isCrash } from './harm.ts';
import { jobWords } from './job-words.ts';
import type { NodeCause } from './node-facts.ts';
import { QUESTIONS } from './question.ts';
import type { Question } from './question.ts';
import { stopAnswer } from './stop-answer.ts';

/** What an examination has found, as answers to the questions of a team. */
export function answersOf(examination: Examination, nodes?: readonly NodeCause[]): readonly Answer[] {
  return QUESTIONS.map((question) =>
    question.id === 'who-stops-it' ? stopAnswer(question, examination, nodes) : answerOf(question, examination),
  );
}

function answerOf(question: Question, examination: Examination): Answer {
  const results = resultsFor(question, examination);
  const beyond = question.id === 'hooks-fit' ? beyondGrace(examination) : undefined;
  const found = verdictOf(results);
  // A pass must not hide a hook that may take longer than any run.
  const verdict = found === 'pass' && beyond !== undefined ? 'unknown' : found;
  const deciding = results.filter((result) => outcomeVerdict(result) === verdict);
  const missing = deciding.flatMap(({ finding, property }) =>
    finding === undefined || verdict !== 'unknown' ? [] : missingOf(finding, property.id),
  );
  return {
    question,
    verdict,
    words:
      found !== verdict && beyond !== undefined ? beyond : wordsOf(question, verdict, deciding, missing, examination),
    results,
    runs: Math.max(0, ...results.map(({ metRuns }) => metRuns)),
    crashPoints: examination.crashPoints,
    missing,
  };
}

/** What its words allow a hook beyond the grace period, where that is longer than runs try; undefined where it is not. */
function beyondGrace({ assumptions, workload }: Examination): string | undefined {
  const grace = (workload.pod.spec.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds) * 1_000_000;
  const hook = assumptions.find(({ subject, allowed }) => subject === 'preStop' && (allowed ?? 0) > grace);
  if (hook?.allowed === undefined) return undefined;
  const may = `its command allows it ${formatDuration(hook.allowed)}, and runs tried up to ${formatDuration(hook.most)}`;
  return `passes if ${takesWords(hook, `less than ${formatDuration(grace)}`)}; ${may}; tell with ${flagNameOf('preStop')} ${hook.container}=TIME`;
}

/** What needs a restart of the kubelet while a hook runs is a matter of hooks that repeat, whatever it breaks. */
function resultsFor(question: Question, { properties }: Examination): readonly PropertyResult[] {
  return properties.filter(({ property, outcome, finding }) => {
    const repeats = (outcome === 'broken' || outcome === 'depends') && needsRestart(finding);
    const about = question.properties.includes(property.id);
    if (property.id !== 'hooks-succeed') return about;
    return question.id === 'hook-repeats' ? repeats : about && !repeats;
  });
}

function needsRestart(finding: Finding | undefined): boolean {
  return finding?.deviations.some(isCrash) ?? false;
}

function outcomeVerdict({ outcome, waived }: PropertyResult): AnswerVerdict {
  switch (outcome) {
    case 'holds':
      return 'pass';
    case 'broken':
      return 'fail';
    case 'depends':
      return 'unknown';
    case 'not met':
      return waived === undefined ? 'not met' : 'pass';
  }
}

const GRAVEST_FIRST: readonly AnswerVerdict[] = ['fail', 'unknown', 'pass', 'not met'];

function verdictOf(results: readonly PropertyResult[]): AnswerVerdict {
  const verdicts = results.map(outcomeVerdict);
  return GRAVEST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'not met';
}

function missingOf({ open, deviations }: Finding, property: string): readonly MissingNumber[] {
  const withRestart = deviations.some(isCrash);
  return open.map(({ assumption, outcome }) => ({
    name: assumption.name,
    property,
    breaksAt: outcome,
    upwards: outcome > assumption.usual,
    withRestart,
    tellWith: `${flagNameOf(assumption.subject)} ${assumption.container}=TIME`,
  }));
}

function wordsOf(
  question: Question,
  verdict: AnswerVerdict,
  deciding: readonly PropertyResult[],
  missing: readonly MissingNumber[],
  examination: Examination,
): string {
  switch (verdict) {
    case 'fail':
      return [...new Set(deciding.flatMap(({ finding }) => (finding === undefined ? [] : [sentence(finding)])))].join(
        ' ',
      );
    case 'unknown':
      return unknownWords(deciding, missing, examination);
    case 'pass':
      return passWords(question, deciding, examination);
    case 'not met':
      return NOT_MET[question.id];
  }
}

const NOT_MET: Readonly<Record<Question['id'], string>> = {
  'hooks-fit': 'no container was stopped in any run',
  'who-stops-it': 'nothing stopped it in any run',
  'stop-order': 'no sidecar whose place in the order matters',
  'can-it-hang': 'no run came so far',
  'slow-start': 'no liveness or startup probe, and no container that was started',
  'hook-repeats': 'no hook',
  'job-completes': 'not a Job',
};

function sentence({ violation }: Finding): string {
  const message = violation.message.replaceAll(/(?<=[a-z0-9])#0\b/gu, '');
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

/** From which value of which number on it fails, and how to tell it; the smallest such value of each number. */
function unknownWords(
  deciding: readonly PropertyResult[],
  missing: readonly MissingNumber[],
  { assumptions }: Examination,
): string {
  const harm = [...new Set(deciding.flatMap(({ finding }) => finding?.harmIf ?? []))];
  const first = deciding.find(({ finding }) => finding?.harmIf !== undefined)?.finding;
  if (first !== undefined) return `${sentence(first)} That matters if ${harm.join(', or if ')}.`;
  const alone = deciding
    .filter(({ finding }) => finding?.open.length === 1 && !needsRestart(finding))
    .map(({ property }) => property.id);
  const shown = missing.filter(({ property }) => alone.length === 0 || alone.includes(property));
  const names = [...new Set(shown.map(({ name }) => name))];
  const sentences = names.flatMap((name) => {
    const assumption = assumptions.find((one) => one.name === name);
    const nearest = nearestOf(shown.filter((one) => one.name === name));
    if (assumption === undefined || nearest === undefined) return [];
    if (assumption.subject === 'signal') return [`SIGTERM reaches the program of ${assumption.container}`];
    return [takesWords(assumption, limitWords(nearest, assumption.usual))];
  });
  const restart =
    shown.length > 0 && shown.every(({ withRestart }) => withRestart) ? ' or the kubelet does not restart' : '';
  const tell = [...new Set(shown.map(({ tellWith }) => tellWith))].join(', ');
  const jointly = deciding.filter(({ finding }) => alone.length > 0 && (finding?.open.length ?? 0) > 1);
  const ids = jointly.map(({ property }) => property.id).join(', ');
  const more = ids === '' ? '' : `; several numbers together decide ${ids}`;
  return `passes if ${sentences.join(alone.length === 0 ? ' or ' : ' and ')}${restart}${more}; tell with ${tell}`;
}

const SECOND: Micros = 1_000_000;

/** The first value that fails was searched for in whole seconds: what passes for certain is the second before it. */
function limitWords({ breaksAt, upwards }: MissingNumber, usual: Micros): string {
  if (upwards && breaksAt % SECOND === 0 && breaksAt - SECOND >= usual)
    return `at most ${formatDuration(breaksAt - SECOND)}`;
  return `${upwards ? 'less' : 'more'} than ${formatDuration(breaksAt)}`;
}

function nearestOf(numbers: readonly MissingNumber[]): MissingNumber | undefined {
  return numbers.toSorted((a, b) => (a.upwards ? a.breaksAt - b.breaksAt : b.breaksAt - a.breaksAt))[0];
}

function passWords(question: Question, deciding: readonly PropertyResult[], examination: Examination): string {
  const waived = deciding.flatMap(({ waived: reason }) => reason ?? []);
  switch (question.id) {
    case 'hooks-fit':
      return fitWords(examination);
    case 'job-completes':
      return jobWords(examination);
    case 'hook-repeats':
      return waived[0] ?? 'no run found harm in it';
    case 'stop-order':
      return 'each sidecar is told to stop after what it serves';
    case 'can-it-hang':
      return 'it becomes Ready, and once deleted it goes, in every run';
    case 'slow-start':
      return 'no container was killed for being slow';
    case 'who-stops-it':
      return '';
  }
}

/** How much of the grace period the usual stop takes, by the row of the delete. */
function fitWords({ stopRows }: Examination): string {
  const rows = stopRows.filter(({ cause, cell }) => cause === 'delete' && cell !== undefined);
  const words = rows.flatMap(({ container, cell }) => {
    if (cell?.exit === undefined) return [];
    const of = totalOf(cell.sigtermAt, cell.termToKill);
    const hook =
      cell.preStop.state === 'none' ? '' : `PreStop of ${container} ${formatDuration(round(cell.preStop.ran))}, `;
    return [`${hook}${container} gone after ${formatDuration(round(cell.exit.at))}${of}`];
  });
  return words.length === 0 ? 'nothing that ran was cut off' : words.join('; ');
}

function totalOf(sigtermAt: Micros | undefined, left: Micros | undefined): string {
  return sigtermAt === undefined || left === undefined
    ? ''
    : ` of ${formatDuration(round(Math.floor(sigtermAt / 1_000_000) * 1_000_000 + left))}`;
}

function round(time: Micros): Micros {
  return Math.round(time / 100_000) * 100_000;
}
