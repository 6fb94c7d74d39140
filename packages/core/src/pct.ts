import seedrandom from 'seedrandom';
import { calm } from './calm.ts';
import { checkChooser, checkOptions, checkSeed } from './check-options.ts';
import type { Chooser } from './chooser.ts';

/** How a run is varied by probabilistic concurrency testing. */
export interface PctOptions {
  /** How many ordering constraints a bug may need: 1 finds what one order of actors shows, each more costs a change. At least 1. */
  readonly depth: number;
  /** About how many choices of order a run makes; the changes of priority are spread over the first so many. At least 1. */
  readonly choices: number;
  /** Decides everything but the order of what is due at the same instant. Default calm. */
  readonly otherwise?: Chooser;
}

/**
 * Probabilistic concurrency testing: every actor has a random priority, of what may run next always the actor of the
 * highest priority does, and at `depth - 1` random choices the one that would run falls below all others. Decides those
 * decisions whose domain names its `contenders`: `actor:what` belongs to that actor. A bug that needs `depth`
 * constraints among n actors shows in a run of k choices with a chance of at least 1 in n * k^(depth - 1).
 *
 * *Source*: Burckhardt et al., A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010.
 * @throws RangeError where `depth` or `choices` is no whole number from 1.
 */
export function pct(seed: string, options: PctOptions): Chooser {
  checkSeed(seed);
  checkOptions('probabilistic concurrency testing goes by { depth, choices }', options);
  const { depth, choices, otherwise = calm() } = options;
  checkChooser(otherwise);
  for (const count of [depth, choices]) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${String(count)} is no whole number from 1`);
  }
  const changes = Array.from({ length: depth - 1 }, (_, index) => word(seed, `change/${index}`) % choices);
  return pctFrom(seed, changes, otherwise, { asked: 0, lowered: 0, priorities: new Map() });
}

interface Progress {
  asked: number;
  lowered: number;
  /** Whoever was lowered has a priority below 0, the later the lower. */
  readonly priorities: Map<string, number>;
}

function pctFrom(seed: string, changes: readonly number[], otherwise: Chooser, progress: Progress): Chooser {
  const { priorities } = progress;

  function priorityOf(actor: string): number {
    let priority = priorities.get(actor);
    if (priority === undefined) {
      priority = word(seed, `actor/${actor}`);
      priorities.set(actor, priority);
    }
    return priority;
  }

  function highest(actors: readonly string[]): number {
    let best = 0;
    let bestPriority = -Infinity;
    for (const [index, actor] of actors.entries()) {
      const priority = priorityOf(actor);
      if (priority > bestPriority) {
        best = index;
        bestPriority = priority;
      }
    }
    return best;
  }

  return {
    choose(name, occurrence, domain) {
      if (domain.contenders === undefined) return otherwise.choose(name, occurrence, domain);
      const actors = domain.contenders.map(actorOf);
      for (const change of changes) {
        if (change !== progress.asked) continue;
        progress.lowered += 1;
        priorities.set(actors[highest(actors)] ?? '', -progress.lowered);
      }
      progress.asked += 1;
      return domain.min + highest(actors);
    },
    fork: () =>
      pctFrom(seed, changes, otherwise.fork?.() ?? otherwise, {
        asked: progress.asked,
        lowered: progress.lowered,
        priorities: new Map(priorities),
      }),
  };
}

function actorOf(contender: string): string {
  const end = contender.lastIndexOf(':');
  return end < 0 ? contender : contender.slice(0, end);
}

function word(seed: string, name: string): number {
  return seedrandom.alea(`${seed}\0${name}`).int32() >>> 0;
}
