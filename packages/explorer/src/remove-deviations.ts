import type { Execution } from './experiment.ts';
import type { Try } from './shrink.ts';

/** Removes all deviations, then half of them, a quarter, ... down to single ones, as long as the failure stays. */
export function removeDeviations<E extends Execution>(failing: E, attempt: Try<E>): E {
  let current = failing;
  let size = current.deviations.length;
  while (size >= 1) {
    const smaller = removeOneChunk(current, size, attempt);
    if (smaller === undefined) size = Math.floor(size / 2);
    else {
      current = smaller;
      size = Math.min(size, current.deviations.length);
    }
  }
  return current;
}

function removeOneChunk<E extends Execution>(current: E, size: number, attempt: Try<E>): E | undefined {
  const { deviations } = current;
  // From the end: what comes late in a run is the likelier to be beside the point.
  for (let end = deviations.length; end > 0; end -= size) {
    const start = Math.max(0, end - size);
    const execution = attempt([...deviations.slice(0, start), ...deviations.slice(end)]);
    // A candidate may meet other decisions than before; it only counts where it has fewer deviations in the end.
    if (execution !== undefined && execution.deviations.length < deviations.length) return execution;
  }
  return undefined;
}
