import { createDigest, digestText, hashText, mix, mixFact, mixNumber } from './digest.ts';
import type { WorldFact } from './fact-log.ts';

/** A digest over facts alone: when, where and what. */
export interface FactDigest {
  /** A fact at a time that is not before the last one. */
  add(fact: WorldFact): void;
  /** Sixteen hexadecimal digits over all facts so far. */
  text(): string;
}

/**
 * A digest of no facts yet. Unlike that of a world it does not tell how the facts came about, nor which of two processes
 * came first within an instant.
 */
export function createFactDigest(): FactDigest {
  const digest = createDigest();
  let instant: WorldFact[] = [];

  function settle(): void {
    for (const { time, process, body } of byProcess(instant)) {
      mixNumber(digest, time);
      mix(digest, hashText(process));
      mixFact(digest, body);
    }
    instant = [];
  }

  return {
    add(fact) {
      if (instant[0] !== undefined && instant[0].time !== fact.time) settle();
      instant.push(fact);
    },
    text() {
      settle();
      return digestText(digest);
    },
  };
}

/** The order of each process stays as it is. */
function byProcess(facts: readonly WorldFact[]): readonly WorldFact[] {
  if (facts.every(({ process }, index) => index === 0 || (facts[index - 1]?.process ?? '') <= process)) return facts;
  return facts.toSorted((one, other) => (one.process === other.process ? 0 : one.process < other.process ? -1 : 1));
}
