import { scripted } from '@simlet/core';
import type { AskedDecision, Deviation } from '@simlet/core';
import { alternatives } from './alternatives.ts';
import { formatDeviations } from '../deviation-text.ts';
import type { Execution } from '../experiment.ts';
import type { Attempts, Strategy } from './strategy.ts';

/**
 * Every run that differs from the calm one in one decision: each decision that the calm run asked for, with each of its
 * alternatives. "A crash at every step" is part of it where steps may crash. Above `limit` runs, the first occurrence of
 * every name stays in, and the others are thinned out evenly; what is left out is counted.
 */
export function singleDeviationStrategy(limit: number = Number.POSITIVE_INFINITY): Strategy {
  return {
    name: 'single deviations',
    plan(calm) {
      const { deviations, leftOut } = singleDeviations(calm, limit);
      return { attempts: attempts(deviations), leftOut };
    },
  };
}

/** The deviations of that sweep, and how many its limit leaves out. */
export function singleDeviations(
  { asked }: Execution,
  limit: number,
): { readonly deviations: readonly Deviation[]; readonly leftOut: number } {
  const all = asked.flatMap(deviationsOf);
  const deviations = thinOut(all, limit);
  return { deviations, leftOut: all.length - deviations.length };
}

function deviationsOf({ name, occurrence, domain }: AskedDecision): Deviation[] {
  return alternatives(domain).map((outcome) => ({ name, occurrence, outcome }));
}

function* attempts(deviations: readonly Deviation[]): Attempts {
  for (const deviation of deviations) {
    yield { label: formatDeviations([deviation]), chooser: () => scripted([deviation]) };
  }
}

function thinOut(all: readonly Deviation[], limit: number): readonly Deviation[] {
  if (all.length <= limit) return all;
  const firsts = all.filter((deviation) => deviation.occurrence === 0);
  const kept = new Set(evenly(firsts, limit));
  const others = all.filter((deviation) => deviation.occurrence !== 0);
  for (const deviation of evenly(others, limit - kept.size)) kept.add(deviation);
  return all.filter((deviation) => kept.has(deviation));
}

/** `count` of the items, spread over the list; all where there are not more. */
function evenly<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return items.filter(
    (_item, index) => Math.floor((index * count) / items.length) !== Math.floor(((index - 1) * count) / items.length),
  );
}
