import { assert } from './engine-error.ts';
import type { WorldFact } from './fact-log.ts';

/** @throws EngineError where facts are no list of them, `world` for `world.facts()` most often. */
export function checkFacts(facts: readonly WorldFact[]): void {
  const isList: boolean = Array.isArray(facts);
  assert(isList, 'facts are a list, as world.facts() gives it');
}

/** @throws EngineError where a fact is none: from a file, say, or the body of one. */
export function checkFact(fact: WorldFact): void {
  const { time, process, body }: Partial<WorldFact> = fact ?? {};
  const isFact = Number.isSafeInteger(time) && typeof process === 'string' && typeof body?.kind === 'string';
  assert(isFact, 'a fact is { time, process, body }, a body with its kind, as world.facts() gives it');
}
