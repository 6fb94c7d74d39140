import { createDigest, digestText, hashText, mix, mixFact, mixNumber } from './digest.ts';
import type { WorldFact } from './fact-log.ts';

/** A digest over facts alone: when, where and what. */
export interface FactDigest {
  add(fact: WorldFact): void;
  /** Sixteen hexadecimal digits over all facts so far. */
  text(): string;
}

/** A digest of no facts yet. Unlike that of a world it does not tell how the facts came about. */
export function createFactDigest(): FactDigest {
  const digest = createDigest();
  return {
    add({ time, process, body }) {
      mixNumber(digest, time);
      mix(digest, hashText(process));
      mixFact(digest, body);
    },
    text: () => digestText(digest),
  };
}
