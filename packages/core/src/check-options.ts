import type { Chooser } from './chooser.ts';
import { assert } from './engine-error.ts';
import type { FactBody } from './process.ts';
import type { ForkOptions, WorldOptions } from './world.ts';

/** @throws EngineError where options are none: a text or a number here is most often an argument in the wrong place. */
export function checkOptions(what: string, options: unknown): asserts options is object {
  assert(typeof options === 'object' && options !== null && !Array.isArray(options), `${what}, which this is not`);
}

/** @throws EngineError where outcomes are to come from what cannot choose. */
export function checkChooser(chooser: Chooser | undefined): void {
  const chooses = chooser === undefined || typeof (chooser as Partial<Chooser> | null)?.choose === 'function';
  assert(chooses, 'a chooser is { choose }, as calm(), seeded(seed) and scripted(deviations) give one');
}

/** @throws EngineError where a seed is no text: an absent one would make all runs the same. */
export function checkSeed(seed: string): void {
  assert(typeof seed === 'string', `a seed is a text, which ${String(seed)} is not`);
}

/** @throws EngineError where a world cannot be created so. */
export function checkWorldOptions<F extends FactBody>(options: WorldOptions<F>): void {
  checkOptions('a world is created with options, { chooser, facts, limits, … }', options);
  const { chooser, limits, facts, onFact } = options;
  checkChooser(chooser);
  if (limits !== undefined) checkOptions('limits are { events, time }', limits);
  if (facts !== undefined && facts !== 'keep' && facts !== 'none') {
    checkOptions("facts are kept as 'keep', 'none' or { ring }", facts);
  }
  assert(onFact === undefined || typeof onFact === 'function', 'onFact is a function that is given each fact');
}

/** @throws EngineError where a world cannot be forked so. */
export function checkForkOptions<F extends FactBody>(options: ForkOptions<F>): void {
  checkOptions('a fork is made with options, { chooser, onFact }', options);
  checkChooser(options.chooser);
  const { onFact } = options;
  assert(onFact === undefined || typeof onFact === 'function', 'onFact is a function that is given each fact');
}
