import { buildWorld } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { calm } from '@simlet/core';
import type { AskedDecision, Chooser, World, WorldFact } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { mostEventsOf } from './most-events.ts';
import type { RunReach } from './run-watch.ts';

/** A world on its way through the calm run, and how far it has come. */
export interface Fork {
  readonly world: World<Fact>;
  readonly asked: number;
  readonly facts: number;
}

/** The calm run of a scenario, with copies of its world from which other runs may branch off. */
export interface Trunk {
  /** Every decision that it asks for. */
  readonly asked: readonly AskedDecision[];
  /** Every fact, and how many decisions had been asked for when it came. */
  readonly facts: readonly { readonly fact: WorldFact<Fact>; readonly asked: number }[];
  /** From its beginning to its end. */
  readonly forks: readonly Fork[];
  readonly end: Fork;
  readonly reach: RunReach;
}

/** So many copies are kept at most: with the first ones a copy comes every few events, and the longer the run the fewer. */
const MOST_FORKS = 32;
const FIRST_SPACING = 4;

export function growTrunk(scenario: Scenario): Trunk {
  let asked = 0;
  const facts: Trunk['facts'][number][] = [];
  const chooser: Chooser = {
    choose(_name, _occurrence, domain) {
      asked += 1;
      return domain.simplest;
    },
  };
  const onFact = (fact: WorldFact<Fact>): void => {
    facts.push({ fact, asked });
  };
  const events = mostEventsOf(scenario);
  const world = buildWorld(scenario, { chooser, facts: 'none', onFact, recordAsked: true, limits: { events } });
  const until = scenario.untilMs * 1_000;
  const stand = (): Fork => ({ world: world.fork({ chooser: calm() }), asked, facts: facts.length });
  let forks: Fork[] = [stand()];
  let spacing = FIRST_SPACING;
  let since = 0;
  while (world.events < events && world.step(until)) {
    since += 1;
    if (since < spacing) continue;
    since = 0;
    forks.push(stand());
    if (forks.length < MOST_FORKS) continue;
    forks = forks.filter((_fork, index) => index % 2 === 0);
    spacing *= 2;
  }
  const reach = world.run(until) === 'limit' ? 'endless' : 'ended';
  return { reach, asked: world.asked(), facts, forks, end: { world, asked, facts: facts.length } };
}

/** Where a chooser leaves the calm run: the first decision that it answers otherwise, and how. Undefined where it never does. */
export function departure(
  { asked }: Trunk,
  chooser: Chooser,
): { readonly at: number; readonly outcome: number } | undefined {
  for (const [at, { name, occurrence, domain }] of asked.entries()) {
    const outcome = chooser.choose(name, occurrence, domain);
    if (outcome !== domain.simplest) return { at, outcome };
  }
  return undefined;
}
