import type { Micros } from '@simlet/core';
import { formatDuration } from '../duration.ts';
import type { MissingNumber } from './answer.ts';
import { takesWords } from './assumption.ts';
import type { Assumption } from './assumption.ts';
import type { Examination, Finding, PropertyResult } from './examination.ts';
import { isCrash } from './harm.ts';
import type { HoldTogether } from './hold-together.ts';

/** The sentence of a violation; the first instance of a container goes by the name of the container. */
export function violationSentence({ violation }: Finding): string {
  const message = violation.message.replaceAll(/(?<=[a-z0-9])#0\b/gu, '');
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

export function needsRestart(finding: Finding | undefined): boolean {
  return finding?.deviations.some(isCrash) ?? false;
}

/** Up to which value of which numbers it passes, all of them together, and how to tell them. */
export function unknownWords(
  deciding: readonly PropertyResult[],
  missing: readonly MissingNumber[],
  { assumptions }: Examination,
  together: HoldTogether | undefined,
): string {
  const harm = [...new Set(deciding.flatMap(({ finding }) => finding?.harmIf ?? []))];
  const first = deciding.find(({ finding }) => finding?.harmIf !== undefined)?.finding;
  if (first !== undefined) return `${violationSentence(first)} That matters if ${harm.join(', or if ')}.`;
  const numbers = assumptions.filter(({ name }) => missing.some((one) => one.name === name));
  const limits = togetherOf(numbers, deciding, missing, together);
  const sentences = numbers.flatMap((assumption) => {
    if (assumption.subject === 'signal') return [`SIGTERM reaches the program of ${assumption.container}`];
    const limit = limits?.get(assumption.name);
    if (limit !== undefined) return [takesWords(assumption, `at most ${formatDuration(limit)}`)];
    const nearest = nearestOf(missing.filter((one) => one.name === assumption.name));
    return nearest === undefined ? [] : [takesWords(assumption, limitWords(nearest, assumption.usual))];
  });
  const restart =
    missing.length > 0 && missing.every(({ withRestart }) => withRestart) ? ' or the kubelet does not restart' : '';
  const tell = [...new Set(missing.map(({ tellWith }) => tellWith))].join(', ');
  return `passes if ${listed(sentences)}${restart}; tell with ${tell}`;
}

/** Where several numbers decide, each of them has a limit that holds with those of the others. */
function togetherOf(
  numbers: readonly Assumption[],
  deciding: readonly PropertyResult[],
  missing: readonly MissingNumber[],
  together: HoldTogether | undefined,
): ReadonlyMap<string, Micros> | undefined {
  const isPlain = missing.every(({ upwards, withRestart }) => upwards && !withRestart);
  if (numbers.length < 2 || !isPlain || numbers.some(({ subject }) => subject === 'signal')) return undefined;
  return together?.(
    numbers,
    deciding.map(({ property }) => property),
  );
}

function listed(sentences: readonly string[]): string {
  return [sentences.slice(0, -1).join(', '), sentences.at(-1) ?? ''].filter((part) => part !== '').join(' and ');
}

const SECOND: Micros = 1_000_000;
const MILLISECOND: Micros = 1_000;

/** The first value that fails was searched for in whole seconds, or milliseconds: what passes for certain is the step before it. */
function limitWords({ breaksAt, upwards }: MissingNumber, usual: Micros): string {
  const step = breaksAt % SECOND === 0 ? SECOND : MILLISECOND;
  if (upwards && breaksAt > usual && breaksAt % step === 0 && breaksAt - step >= usual)
    return `at most ${formatDuration(breaksAt - step)}`;
  return `${upwards ? 'less' : 'more'} than ${formatDuration(breaksAt)}`;
}

function nearestOf(numbers: readonly MissingNumber[]): MissingNumber | undefined {
  return numbers.toSorted((a, b) => (a.upwards ? a.breaksAt - b.breaksAt : b.breaksAt - a.breaksAt))[0];
}
