import { answersOf } from './answers-of.ts';
import type { Examination } from './examination.ts';
import type { Settings } from './settings.ts';
import { smallestGrace } from './smallest-grace.ts';
import { stopRows } from './stop-runs.ts';

/** What follows from an examination: the smallest fix and, where no property was chosen, the stop table and the answers. */
export function conclude(examined: Examination, settings: Settings): Examination {
  const graceFix = smallestGrace(examined, settings);
  const mended = graceFix === undefined ? examined : { ...examined, graceFix };
  if (settings.only.length > 0) return mended;
  const tabled = { ...mended, stopRows: stopRows(examined.workload, settings.model) };
  return { ...tabled, answers: answersOf(tabled) };
}
