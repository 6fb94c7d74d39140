import { calm } from './calm.ts';
import type { Chooser } from './chooser.ts';
import type { Deviation } from './decision.ts';
import { assert } from './engine-error.ts';

/** A chooser that says what became of its script. */
export interface ScriptedChooser extends Chooser {
  /** The deviations that no decision asked for so far, in the order of the script. */
  unused(): readonly Deviation[];
  /** The deviations whose outcome lay outside the domain that was asked, and what was taken instead. */
  clamped(): readonly Clamped[];
  fork(): ScriptedChooser;
}

/** A deviation that did not fit: `taken` is the nearest outcome within the domain. */
export interface Clamped {
  readonly deviation: Deviation;
  readonly taken: number;
}

/**
 * Replays a sparse list of deviations; every other decision goes to `fallback`. An outcome outside the domain asked for
 * is clamped to its nearest end, so that a script survives a model whose ranges have changed, and `clamped()` says so.
 * Where two deviations have the same name and occurrence the later one holds and the earlier one stays unused.
 */
export function scripted(deviations: readonly Deviation[], fallback: Chooser = calm()): ScriptedChooser {
  const isList: boolean = Array.isArray(deviations);
  assert(isList, 'a script is a list of deviations');
  for (const deviation of deviations) checkDeviation(deviation);
  return scriptedFrom(deviations, fallback, new Set(), []);
}

// Scripts come from files, too.
function checkDeviation(deviation: Deviation): void {
  const { name, occurrence, outcome }: Partial<Deviation> = deviation ?? {};
  const isOne = typeof name === 'string' && Number.isSafeInteger(occurrence) && Number.isSafeInteger(outcome);
  assert(
    isOne,
    `a deviation is { name, occurrence, outcome }, a text and two whole numbers, not ${JSON.stringify(deviation)}`,
  );
}

function scriptedFrom(
  deviations: readonly Deviation[],
  fallback: Chooser,
  used: Set<Deviation>,
  clamped: Clamped[],
): ScriptedChooser {
  const byName = indexByName(deviations);
  return {
    choose(name, occurrence, domain) {
      // The fallback is asked even where the script answers, so that a deviation moves none of its other outcomes.
      const otherwise = fallback.choose(name, occurrence, domain);
      const deviation = byName.get(name)?.get(occurrence);
      if (deviation === undefined) return otherwise;
      used.add(deviation);
      const taken = Math.min(Math.max(deviation.outcome, domain.min), domain.max);
      if (taken !== deviation.outcome) clamped.push({ deviation, taken });
      return taken;
    },
    unused: () => deviations.filter((deviation) => !used.has(deviation)),
    clamped: () => [...clamped],
    fork: () => scriptedFrom(deviations, fallback.fork?.() ?? fallback, new Set(used), [...clamped]),
  };
}

function indexByName(deviations: readonly Deviation[]): ReadonlyMap<string, ReadonlyMap<number, Deviation>> {
  const byName = new Map<string, Map<number, Deviation>>();
  for (const deviation of deviations) {
    const occurrences = byName.get(deviation.name);
    if (occurrences === undefined) byName.set(deviation.name, new Map([[deviation.occurrence, deviation]]));
    else occurrences.set(deviation.occurrence, deviation);
  }
  return byName;
}
