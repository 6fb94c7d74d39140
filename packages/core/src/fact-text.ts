import type { WorldFact } from './fact-log.ts';
import { checkFact, checkFacts } from './check-fact.ts';
import type { Micros } from './time.ts';

/**
 * A fact as one line for golden files: seconds, process, kind, then the fields in their order as `name=value` in JSON. The
 * numbers of turns are left out: they move with changes that a golden file is not about.
 */
export function factText(fact: WorldFact): string {
  checkFact(fact);
  const { time, process, body } = fact;
  const fields = Object.entries(body).flatMap(([name, value]) => {
    return name === 'kind' || value === undefined ? [] : [` ${name}=${jsonOf(value)}`];
  });
  return `${secondsText(time)} ${process} ${body.kind}${fields.join('')}`;
}

/** Facts as text, each line ended. */
export function factsText(facts: readonly WorldFact[]): string {
  checkFacts(facts);
  return facts.map((fact) => `${factText(fact)}\n`).join('');
}

/** Plain data as JSON. A bigint, which has no JSON, is its digits as a text. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}

function secondsText(time: Micros): string {
  const digits = String(time).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
