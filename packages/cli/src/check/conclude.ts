import { promises } from '@simlet/properties';
import { findFix } from '../fix/find-fix.ts';
import { answersOf } from './answers-of.ts';
import { examineInSteps } from './examine.ts';
import type { Examination } from './examination.ts';
import { holdTogether } from './hold-together.ts';
import type { Settings } from './settings.ts';
import type { Steps } from './steps.ts';
import { stopRows } from './stop-runs.ts';
import { isMeantToEnd } from './meant-to-end.ts';

/** What follows from an examination: the smallest fix and, where no property was chosen, the stop table and the answers. Pauses after each run. */
export function* conclude(examined: Examination, settings: Settings): Steps<Examination> {
  const whole = yield* withJob(examined, settings);
  const fix = yield* findFix(whole, settings);
  const mended = fix === undefined ? whole : { ...whole, fix };
  if (settings.only.length > 0) return mended;
  const tabled = { ...mended, stopRows: yield* stopRows(examined.workload, settings.model) };
  return { ...tabled, answers: answersOf(tabled, settings.nodes, holdTogether(tabled, settings)) };
}

const COMPLETES = 'job-completes';

/** Whether a Job completes only shows where nobody deletes its pod: runs of their own. */
function* withJob(examined: Examination, settings: Settings): Steps<Examination> {
  const property = promises.find(({ id }) => id === COMPLETES);
  const asked = examined.properties.some((result) => result.property.id === COMPLETES);
  if (property === undefined || !asked || !isMeantToEnd(examined.workload) || settings.model.stoppedBy !== undefined)
    return examined;
  const model = { ...settings.model, stoppedBy: { cause: 'nothing' as const } };
  const alone = yield* examineInSteps(examined.workload, [property], {
    ...settings,
    runs: Math.ceil(settings.runs / 4),
    model,
  });
  const [result] = alone.properties;
  if (result === undefined) return examined;
  const { finding } = result;
  const { stoppedBy } = model;
  const own = finding === undefined ? result : { ...result, finding: { ...finding, stoppedBy } };
  return {
    ...examined,
    properties: examined.properties.map((one) => (one.property.id === COMPLETES ? own : one)),
    runs: [...examined.runs, ...alone.runs.map((made) => ({ ...made, strategy: `${made.strategy} left alone` }))],
    virtual: examined.virtual + alone.virtual,
    divergences: [...examined.divergences, ...alone.divergences],
    givenUp: [...examined.givenUp, ...alone.givenUp],
  };
}
