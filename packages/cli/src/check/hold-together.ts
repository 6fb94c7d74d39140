import { scripted } from '@simlet/core';
import type { Deviation, Micros } from '@simlet/core';
import type { Invariant } from '@simlet/properties';
import type { Assumption } from './assumption.ts';
import type { Examination } from './examination.ts';
import type { Settings } from './settings.ts';
import { subjectOf } from './workload-experiment.ts';

/** The most that each of several numbers may be so that these properties hold, all numbers as large as that together. */
export type HoldTogether = (
  numbers: readonly Assumption[],
  properties: readonly Invariant[],
) => ReadonlyMap<string, Micros> | undefined;

const SECOND: Micros = 1_000_000;
/** More numbers than these are not tried in all combinations. */
const MOST_NUMBERS = 5;

/**
 * Finds such values by simulation, without faults: one number after the other, the one with the narrowest range first, gets the
 * most whole seconds with which all holds. Then every combination of these and the usual values is made. Undefined where that fails.
 */
export function holdTogether({ workload }: Examination, { model }: Settings): HoldTogether {
  return (numbers, properties) => {
    if (numbers.length > MOST_NUMBERS) return undefined;
    const run = subjectOf(workload, model, false).experiment('all', properties);
    const holds = (values: ReadonlyMap<string, Micros>): boolean => {
      const deviations = [...values].map(([name, outcome]): Deviation => ({ name, occurrence: 0, outcome }));
      return run(scripted(deviations)).breaches.length === 0;
    };
    const found = new Map<string, Micros>();
    for (const { name, usual, most } of numbers.toSorted((a, b) => a.most - a.usual - (b.most - b.usual)))
      found.set(
        name,
        mostOf(usual, most, (value) => holds(new Map([...found, [name, value]]))),
      );
    return combinations([...found]).every(holds) ? found : undefined;
  };
}

/** The largest value from `usual` to `most`, in whole seconds above it, for which it holds; it does for `usual`. */
function mostOf(usual: Micros, most: Micros, holds: (value: Micros) => boolean): Micros {
  if (holds(most)) return most;
  let low = Math.floor(usual / SECOND);
  let high = Math.ceil(most / SECOND);
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle * SECOND)) low = middle;
    else high = middle;
  }
  return Math.max(usual, low * SECOND);
}

/** Some of the values, in all ways; the others are the usual ones. */
function combinations(values: readonly (readonly [string, Micros])[]): readonly ReadonlyMap<string, Micros>[] {
  const [first, ...rest] = values;
  if (first === undefined) return [new Map()];
  return combinations(rest).flatMap((one) => [one, new Map([first, ...one])]);
}
