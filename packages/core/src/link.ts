import type { IntegerDomain } from './decision.ts';
import { checkDelays, checkOdds } from './domain.ts';
import { assert } from './engine-error.ts';

/**
 * What becomes of a message between two hosts, looked at when it is sent. `{}` passes everything on at once. Whether a
 * single message is late, lost or doubled is a decision, and in a calm world none is.
 */
export interface LinkRule {
  /** Nothing passes. */
  readonly down?: boolean;
  /** Microseconds added to each message, from 0 on: the decision `link.delay/<from>/<to>`. */
  readonly delay?: IntegerDomain;
  /** Odds of a message being lost: the decision `link.lose/<from>/<to>`. */
  readonly lose?: readonly [number, number];
  /** Odds of a message arriving twice: the decision `link.duplicate/<from>/<to>`. The copy has a delay of its own. */
  readonly duplicate?: readonly [number, number];
  /** Whether a message may overtake another of the same sender to the same receiver. */
  readonly reorder?: boolean;
}

/** A rule for every pair of a host of `from` with a host of `to`; `both` also the other way round. Replaces the rule before. */
export interface Link {
  readonly from: string | readonly string[];
  readonly to: string | readonly string[];
  readonly both?: boolean;
  readonly rule: LinkRule;
}

/** The pairs of hosts that a link speaks of. */
export function linkPairs(link: Link): readonly (readonly [from: string, to: string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const from of typeof link.from === 'string' ? [link.from] : link.from) {
    for (const to of typeof link.to === 'string' ? [link.to] : link.to) {
      pairs.push([from, to]);
      if (link.both === true) pairs.push([to, from]);
    }
  }
  return pairs;
}

/** @throws EngineError where a link has no rule, or one that contradicts itself: here, and not when the first message comes. */
export function checkLink(link: Link): void {
  const { from, to, rule }: Partial<Link> = link ?? {};
  const what = `the link from ${String(from)} to ${String(to)}`;
  assert(
    [from, to].flat().every((host) => typeof host === 'string'),
    `${what}: each a host or a list of hosts`,
  );
  assert(typeof rule === 'object' && rule !== null, `${what} has no rule: {} passes everything on`);
  if (rule.delay !== undefined) checkDelays(`the delay of ${what}`, rule.delay);
  if (rule.lose !== undefined) checkOdds(`a loss on ${what}`, rule.lose);
  if (rule.duplicate !== undefined) checkOdds(`a duplicate on ${what}`, rule.duplicate);
}
