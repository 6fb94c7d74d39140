import type { FactBody } from '@simlet/core';
import fc from 'fast-check';
import type { Breach, Experiment } from '../experiment.ts';
import { experimentOf } from '../model-experiment.ts';
import type { Model } from '../model.ts';
import { SimulationProperty } from './simulation-property.ts';
import type { Schedule } from './schedule.ts';

type Arbitraries<Inputs extends readonly unknown[]> = { readonly [K in keyof Inputs]: fc.Arbitrary<Inputs[K]> };

/**
 * A property of fast-check: whatever the inputs, and whichever way the decisions of a run go, the run breaks no rule. The last
 * argument builds what is run from the inputs. Its values are the inputs and a schedule. A failure shrinks through the
 * removal of deviations and through the arbitraries of the inputs at once, always for the rule that was broken first, and
 * `seed` and `path` replay it exactly.
 *
 *     fc.assert(simulation(fc.integer({ min: 1, max: 3 }), (workers) => queueModel(workers)));
 */
export function simulation<const Inputs extends readonly unknown[], F extends FactBody>(
  ...parts: readonly [...Arbitraries<Inputs>, (...inputs: Inputs) => Experiment | Model<F>]
): fc.IRawProperty<readonly [...Inputs, Schedule], false> {
  // The tuple type says that the last one builds and that the others are arbitraries; TypeScript cannot take it apart.
  const arbitraries = parts.slice(0, -1) as unknown as fc.Arbitrary<unknown>[];
  const build = parts.at(-1) as (...inputs: readonly unknown[]) => Experiment | Model<F>;
  const property = new SimulationProperty<Breach>(fc.tuple(...arbitraries), (inputs) => {
    const built = build(...inputs);
    return typeof built === 'function' ? built : experimentOf(built);
  });
  return property as unknown as fc.IRawProperty<readonly [...Inputs, Schedule], false>;
}
