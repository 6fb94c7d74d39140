import type { Chooser } from './chooser.ts';

const CALM: Chooser = { choose: (_name, _occurrence, domain) => domain.simplest };

/** The chooser of a world in which nothing out of the ordinary happens: always the simplest outcome. */
export function calm(): Chooser {
  return CALM;
}
