import { seeded } from '@simlet/core';

/** Draws of a search: whole numbers that depend on the seed and on how many were drawn before. */
export interface Dice {
  /** From 0 to `count` - 1, each alike. */
  below(count: number): number;
  pick<Item>(items: readonly Item[]): Item | undefined;
}

export function diceOf(seed: string): Dice {
  const chooser = seeded(seed);
  let drawn = 0;
  const below = (count: number): number => {
    drawn += 1;
    return count <= 1 ? 0 : chooser.choose('dice', drawn - 1, { simplest: 0, min: 0, max: count - 1 });
  };
  return { below, pick: (items) => items[below(items.length)] };
}
