import type { Deviation } from '@simlet/core';
import type { Candidate } from './candidate.ts';

/** All deviations away; then all of one site; then chunks of half of them, a quarter, ... down to single ones. */
export function* removals(deviations: readonly Deviation[], size: number, round: number): Generator<Candidate> {
  const { length } = deviations;
  if (length === 0) return;
  if (size > length) {
    yield { deviations: [], progress: { pass: 'remove', size: 0, round } };
    yield* withoutSites(deviations, round);
  }
  for (let chunk = Math.min(size, Math.floor(length / 2)); chunk >= 1; chunk = Math.floor(chunk / 2)) {
    // From the end: what comes late in a run is the likelier to be beside the point.
    for (let end = length; end > 0; end -= chunk) {
      const start = Math.max(0, end - chunk);
      const rest = [...deviations.slice(0, start), ...deviations.slice(end)];
      yield { deviations: rest, progress: { pass: 'remove', size: chunk, round } };
    }
  }
}

/** Whole families of trouble: the site of a decision is its name up to the first slash. */
function* withoutSites(deviations: readonly Deviation[], round: number): Generator<Candidate> {
  const sites = new Set(deviations.map(siteOf));
  if (sites.size < 2) return;
  for (const site of sites) {
    const rest = deviations.filter((one) => siteOf(one) !== site);
    yield { deviations: rest, progress: { pass: 'remove', size: Number.POSITIVE_INFINITY, round } };
  }
}

function siteOf({ name }: Deviation): string {
  return name.slice(0, name.indexOf('/') + 1);
}
