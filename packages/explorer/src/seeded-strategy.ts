import { seeded } from '@simlet/core';
import type { Attempt, Strategy } from './strategy.ts';

/** `runs` runs with the seeds `from`, `from` + 1, ...: the same runs every time. */
export function seededStrategy(runs: number, from = 0): Strategy {
  return {
    name: 'seeded',
    plan: () => ({ attempts: attempts(runs, from), leftOut: 0 }),
  };
}

function* attempts(runs: number, from: number): Generator<Attempt> {
  for (let seed = from; seed < from + runs; seed += 1) {
    yield { label: `seed ${seed}`, chooser: () => seeded(String(seed)) };
  }
}
