import type { Micros } from '@simlet/core';
import { defaultGracePeriodSeconds } from '@simlet/objects';
import { formatDuration } from '../duration.ts';
import type { Answer, AnswerVerdict, MissingNumber } from './answer.ts';
import { flagNameOf } from './assumptions-of.ts';
import { takesWords } from './assumption.ts';
import type { Examination, Finding, PropertyResult } from './examination.ts';
import type { HoldTogether } from './hold-together.ts';
import { isCrash } from './harm.ts';
import { jobWords } from './job-words.ts';
import type { NodeCause } from './node-facts.ts';
import { containersOf } from './placed-container.ts';
import { QUESTIONS } from './question.ts';
import type { Question } from './question.ts';
import { stopAnswer } from './stop-answer.ts';
import { needsRestart, unknownWords, violationSentence } from './unknown-words.ts';

/** What an examination has found, as answers to the questions of a team. */
export function answersOf(
  examination: Examination,
  nodes?: readonly NodeCause[],
  together?: HoldTogether,
): readonly Answer[] {
  return QUESTIONS.map((question) =>
    question.id === 'who-stops-it'
      ? stopAnswer(question, examination, nodes)
      : answerOf(question, examination, together),
  );
}

function answerOf(question: Question, examination: Examination, together: HoldTogether | undefined): Answer {
  const results = resultsFor(question, examination);
  const beyond =
    question.id === 'hooks-fit'
      ? beyondGrace(examination)
      : question.id === 'can-it-hang'
        ? withoutEnd(examination)
        : undefined;
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
      found !== verdict && beyond !== undefined
        ? beyond
        : wordsOf(question, verdict, deciding, unknownWords(deciding, missing, examination, together), examination),
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

/** A PostStart hook that waits in a loop without a bound, where nobody said how long: the pod starts no further until it ends. */
function withoutEnd({ assumptions, workload }: Examination): string | undefined {
  const waiting = containersOf(workload.pod).find(({ container }) => {
    const command = container.lifecycle?.postStart?.exec?.command?.join(' ') ?? '';
    const told = assumptions.find(({ name }) => name === `postStart/${container.name}`)?.origin;
    return told === 'default' && /(?:^|[\s;])(?:while|until)\s/u.test(command);
  });
  if (waiting === undefined) return undefined;
  const { name } = waiting.container;
  return `passes if PostStart of ${name} ends: its loop has no bound, and the pod starts no further before; tell with ${flagNameOf('postStart')} ${name}=TIME`;
}

/** What needs a restart of the kubelet while a hook runs is a matter of hooks that repeat, whatever it breaks. */
function resultsFor(question: Question, { properties }: Examination): readonly PropertyResult[] {
  // To wait twice does no harm, nor does it that the second time is cut short.
  const mayRepeat = properties.every(({ property, waived }) => property.id !== 'prestop-once' || waived === undefined);
  return properties.filter(({ property, outcome, finding }) => {
    const repeats = (outcome === 'broken' || outcome === 'depends') && needsRestart(finding);
    const about = question.properties.includes(property.id);
    if (property.id !== 'hooks-succeed') return about;
    return question.id === 'hook-repeats' ? repeats && mayRepeat : about && !repeats;
  });
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
  return open.map(({ assumption, outcome, upwards }) => ({
    name: assumption.name,
    property,
    breaksAt: outcome,
    upwards,
    withRestart,
    tellWith: `${flagNameOf(assumption.subject)} ${assumption.container}=TIME`,
  }));
}

function wordsOf(
  question: Question,
  verdict: AnswerVerdict,
  deciding: readonly PropertyResult[],
  unknown: string,
  examination: Examination,
): string {
  switch (verdict) {
    case 'fail':
      return [
        ...new Set(deciding.flatMap(({ finding }) => (finding === undefined ? [] : [violationSentence(finding)]))),
      ].join(' ');
    case 'unknown':
      return unknown;
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
