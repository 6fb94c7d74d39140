import type { Deviation } from '@simlet/core';

/**
 * Deviations as one short line, `name#occurrence=outcome; ...`, e.g. `stop/app=12s; crash/node-1/pod/web:synced#3`.
 * What is usual is left out: `#0` and `=1`. Outcomes that are whole seconds or milliseconds (in microseconds, from 1 ms
 * on) are written so. Characters that the form needs for itself are percent-encoded in names.
 */
export function formatDeviations(deviations: readonly Deviation[]): string {
  return deviations.map(formatDeviation).join('; ');
}

function formatDeviation({ name, occurrence, outcome }: Deviation): string {
  const count = occurrence === 0 ? '' : `#${occurrence}`;
  const value = outcome === 1 ? '' : `=${formatOutcome(outcome)}`;
  return `${encodeName(name)}${count}${value}`;
}

const SECOND = 1_000_000;
const MILLISECOND = 1_000;

function formatOutcome(outcome: number): string {
  if (outcome !== 0 && outcome % SECOND === 0) return `${outcome / SECOND}s`;
  if (outcome !== 0 && outcome % MILLISECOND === 0) return `${outcome / MILLISECOND}ms`;
  return String(outcome);
}

/** A text that is no list of deviations; `message` says where and why. */
export class DeviationTextError extends Error {
  override readonly name = 'DeviationTextError';
}

const DEVIATION = /^(?<name>[^#=;]+?)(?:#(?<occurrence>\d{1,15}))?(?:=(?<outcome>-?\d{1,15})(?<unit>us|ms|s|m|h)?)?$/u;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', MILLISECOND],
  ['s', SECOND],
  ['m', 60 * SECOND],
  ['h', 3_600 * SECOND],
]);

/** Reads what `formatDeviations` writes. Throws a `DeviationTextError` on anything else. */
export function parseDeviations(text: string): readonly Deviation[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseDeviation);
}

function parseDeviation(part: string): Deviation {
  const groups = DEVIATION.exec(part)?.groups;
  const name = groups?.['name'];
  if (groups === undefined || name === undefined) {
    throw new DeviationTextError(
      `"${part}" is not a deviation: expected name, name#occurrence or name#occurrence=outcome`,
    );
  }
  const outcome = Number(groups['outcome'] ?? 1) * (UNITS.get(groups['unit'] ?? 'us') ?? 1);
  if (!Number.isSafeInteger(outcome)) throw new DeviationTextError(`the outcome of "${part}" is too large`);
  return { name: decodeName(name.trim(), part), occurrence: Number(groups['occurrence'] ?? 0), outcome };
}

/** Printable ASCII stands for itself, but for what separates the parts and what a shell's single quotes cannot hold. */
const UNSAFE = /[^\x21-\x7e]|[%;#=']/gu;

function encodeName(name: string): string {
  return name.replace(UNSAFE, (character) => encodeURIComponent(character).replace("'", '%27'));
}

function decodeName(name: string, part: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new DeviationTextError(`"${part}" has a % that is not the start of an encoded character`);
  }
}
