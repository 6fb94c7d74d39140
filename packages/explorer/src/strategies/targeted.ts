import { scripted, seeded } from '@simlet/core';
import type { AskedDecision, Deviation } from '@simlet/core';
import type { Execution } from '../experiment.ts';
import { alternatives } from './alternatives.ts';
import { diceOf } from './dice.ts';
import type { Dice } from './dice.ts';
import type { Attempts, Strategy } from './strategy.ts';

/** The best run so far for one number. */
interface Best {
  readonly value: number;
  readonly deviations: readonly Deviation[];
  readonly asked: readonly AskedDecision[];
}

/** At most so many decisions are drawn anew in a step. */
const MOST_REDRAWN = 5;
/** One run in so many starts from somewhere else, so that no hill is climbed for ever. */
const RESTART = 8;

/**
 * Climbs the numbers that an experiment measures, such as how long a grace period was overrun: draws 1 to 5 decisions of the
 * best run anew, and goes on from there where that is no worse. An experiment without measures gets seeded runs.
 */
export function targetedStrategy(runs: number, from = 0): Strategy {
  return { name: 'targeted', plan: (calm) => ({ attempts: attempts(calm, runs, from), leftOut: 0 }) };
}

function* attempts(calm: Execution, runs: number, from: number): Attempts {
  const best = new Map<string, Best>();
  learn(best, calm);
  const dice = diceOf(`targeted/${from}`);
  for (let made = 0; made < runs; made += 1) {
    const names = [...best.keys()];
    const name = names[made % Math.max(1, names.length)];
    const top = name === undefined ? undefined : best.get(name);
    const seed = `targeted/${from + made}`;
    if (name === undefined || top === undefined || dice.below(RESTART) === 0) {
      learn(best, yield { label: `seed ${seed}`, chooser: () => seeded(seed), options: { recordAsked: true } });
      continue;
    }
    const mutated = redraw(top, dice, seed);
    const label = `climbing "${name}" from ${top.value}`;
    learn(best, yield { label, chooser: () => scripted(mutated), options: { recordAsked: true } });
  }
}

function learn(best: Map<string, Best>, { measures, deviations, asked }: Execution): void {
  for (const [name, value] of measures ?? []) {
    if (value >= (best.get(name)?.value ?? Number.NEGATIVE_INFINITY)) best.set(name, { value, deviations, asked });
  }
}

/** The deviations of a run with a few decisions drawn anew: one may go, come, or change. */
function redraw({ deviations, asked }: Best, dice: Dice, seed: string): readonly Deviation[] {
  const changed = new Map(deviations.map((one) => [keyOf(one), one]));
  const chance = seeded(`redraw/${seed}`);
  const count = 1 + dice.below(MOST_REDRAWN);
  for (let index = 0; index < count; index += 1) {
    const old = dice.below(2) === 0 ? dice.pick([...changed.values()]) : undefined;
    const decision = old === undefined ? dice.pick(asked) : asked.find((one) => keyOf(one) === keyOf(old));
    if (decision === undefined) continue;
    const { name, occurrence, domain } = decision;
    const outcome =
      dice.below(2) === 0 ? dice.pick([domain.simplest, ...alternatives(domain)]) : chance.choose(name, index, domain);
    if (outcome === undefined || outcome === domain.simplest) changed.delete(keyOf(decision));
    else changed.set(keyOf(decision), { name, occurrence, outcome });
  }
  return [...changed.values()];
}

function keyOf({ name, occurrence }: { readonly name: string; readonly occurrence: number }): string {
  return `${name}#${occurrence}`;
}
