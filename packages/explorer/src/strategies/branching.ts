import { scripted, seeded } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import type { Execution } from '../experiment.ts';
import { diceOf } from './dice.ts';
import type { Attempts, Strategy } from './strategy.ts';

/** A run that reached a mark: it goes another way once it has asked for so many decisions. */
interface Milestone {
  readonly deviations: readonly Deviation[];
  readonly decisions: number;
}

/** How many different ways to one mark are kept. */
const WAYS_KEPT = 8;
/** A mark that more than one run in so many reaches needs no help. */
const RARE = 20;

/**
 * Goes on from where few runs get: the first quarter of the runs is seeded; from then on each run goes the way of one that
 * reached a rare mark, up to that mark, and on from there by chance. What needs two rare steps is met in about the sum of
 * what each needs, not the product.
 *
 * *Source*: the idea of forking at the first hit of a rare assertion is that of moonpool and Antithesis.
 */
export function branchingStrategy(runs: number, from = 0): Strategy {
  return { name: 'branching', plan: () => ({ attempts: attempts(runs, from), leftOut: 0 }) };
}

function* attempts(runs: number, from: number): Attempts {
  // What branched runs reach says nothing about how rare it is.
  const counts = new Map<string, number>();
  const ways = new Map<string, Milestone[]>();
  const dice = diceOf(`branching/${from}`);
  const seededRuns = Math.ceil(runs / 4);
  for (let made = 0; made < runs; made += 1) {
    const seed = `branching/${from + made}`;
    const rare = made < seededRuns ? undefined : dice.pick(rareMarks(ways, counts, seededRuns));
    const way = rare === undefined ? undefined : dice.pick(ways.get(rare) ?? []);
    const execution: Execution =
      rare === undefined || way === undefined
        ? yield { label: `seed ${seed}`, chooser: () => seeded(seed) }
        : yield { label: `from "${rare}" by seed ${seed}`, chooser: () => branchAt(way, seed) };
    for (const [mark, decisions] of execution.marks ?? []) {
      if (made < seededRuns) counts.set(mark, (counts.get(mark) ?? 0) + 1);
      const known = ways.get(mark) ?? [];
      if (known.length < WAYS_KEPT) ways.set(mark, [...known, { deviations: execution.deviations, decisions }]);
    }
  }
}

/** The marks that few seeded runs have reached, or none, by name. */
function rareMarks(
  ways: ReadonlyMap<string, unknown>,
  counts: ReadonlyMap<string, number>,
  seededRuns: number,
): readonly string[] {
  const rare = [...ways.keys()].filter((mark) => (counts.get(mark) ?? 0) * RARE <= seededRuns);
  return rare.toSorted((one, other) => (one < other ? -1 : 1));
}

function branchAt({ deviations, decisions }: Milestone, seed: string): Chooser {
  const before = scripted(deviations);
  const after = seeded(seed);
  let asked = 0;
  return {
    choose(name, occurrence, domain) {
      asked += 1;
      return (asked <= decisions ? before : after).choose(name, occurrence, domain);
    },
  };
}
