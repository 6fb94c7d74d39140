import { createWorld, MILLISECOND } from '@simlet/core';
import type { Behaviour, FactBody } from '@simlet/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { Model } from './model.ts';
import { experimentOf } from './model-experiment.ts';
import { simulation } from './shrinking/simulation.ts';
import { DivergenceError } from './shrinking/simulation-failure.ts';
import { calmStrategy } from './strategies/calm.ts';
import { seededStrategy } from './strategies/seeded.ts';

interface Noticed extends FactBody {
  readonly kind: 'noticed';
  readonly what: unknown;
}
type Tick = Readonly<{ kind: 'tick' }>;

// State that outlives a run, as a careless model has it.
const shared = new Set<number>();
let counter = 0;

/** Takes ten turns and records what it sees in each. */
function noticing(look: () => unknown): Model<Noticed> {
  const behaviour: Behaviour<null, number, Tick> = {
    kind: 'noticing',
    start(_input, turn) {
      turn.after(1 * MILLISECOND, { kind: 'tick' });
      return 10;
    },
    receive(left, _message, turn) {
      const fact: Noticed = { kind: 'noticed', what: look() };
      turn.record(fact);
      if (left > 0) turn.after(turn.decide.integer('pause', { simplest: 1, min: 1, max: 9 }), { kind: 'tick' });
      return left - 1;
    },
  };
  return {
    rules: [],
    world(options) {
      const world = createWorld<Noticed>(options);
      world.addHost({ name: 'host', boot: [{ path: 'main', behaviour, input: null }] });
      return world;
    },
  };
}

const leaks: readonly (readonly [what: string, look: () => unknown])[] = [
  ['reads the clock', () => performance.now()],
  ['draws from Math.random', () => Math.random()],
  [
    'iterates a set that outlives the run',
    () => {
      shared.add(shared.size);
      return [...shared].join();
    },
  ],
  [
    'counts in a variable of its module',
    () => {
      counter += 1;
      return counter;
    },
  ],
];

describe.each(leaks)('a model that %s', (_what, look) => {
  test('is caught by an exploration in which nothing fails', () => {
    const strategies = [calmStrategy(), seededStrategy(60)];
    const { divergences, failures } = explore(experimentOf(noticing(look)), { strategies });
    expect(failures).toEqual([]);
    expect(divergences.length).toBeGreaterThan(0);
  });

  test('is caught by a property that holds', () => {
    expect(() => fc.assert(simulation(() => noticing(look)))).toThrow(DivergenceError);
  });
});

test('a model that leaks nothing raises no alarm', () => {
  const strategies = [calmStrategy(), seededStrategy(60)];
  const { divergences } = explore(experimentOf(noticing(() => 1)), { strategies, recheckEvery: 1 });
  expect(divergences).toEqual([]);
  fc.assert(simulation(() => noticing(() => 1)));
});
