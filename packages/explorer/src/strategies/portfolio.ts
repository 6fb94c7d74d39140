import { branchingStrategy } from './branching.ts';
import { heavyTailedStrategy } from './heavy-tailed.ts';
import { pctStrategy } from './pct.ts';
import { seededStrategy } from './seeded.ts';
import type { Strategy } from './strategy.ts';
import { swarmStrategy } from './swarm.ts';
import { targetedStrategy } from './targeted.ts';

/** The strategies that draw runs by chance, in the order in which they take turns: so many runs, from this seed on. */
export const RANDOM_STRATEGIES: readonly ((runs: number, from: number) => Strategy)[] = [
  seededStrategy,
  swarmStrategy,
  pctStrategy,
  heavyTailedStrategy,
  branchingStrategy,
  targetedStrategy,
];

/** So many runs, shared out evenly among the strategies that draw by chance: no single one of them is best everywhere. */
export function portfolio(runs: number, from = 0): readonly Strategy[] {
  const { length } = RANDOM_STRATEGIES;
  return RANDOM_STRATEGIES.map((strategy, index) => strategy(Math.floor((runs + index) / length), from));
}
