import type { World } from '@simlet/core';

/** The mean delays of the tables `sparse` and `dense`, in microseconds. */
export const SPARSE = 1_000_000;
export const DENSE = 1_000;

/** How many events the span of one `run` has, about. */
const SPAN = 4_096;

/**
 * Runs a world in which n events are pending, with delays of about `mean` microseconds, until a meter has enough: in spans of
 * time, since what a meter says must not be part of a model.
 */
export function runWhile(world: World, going: () => boolean, n: number, mean: number): void {
  const span = Math.max(1, Math.ceil((SPAN * mean) / n));
  while (going() && world.run(world.now + span) === 'until');
}
