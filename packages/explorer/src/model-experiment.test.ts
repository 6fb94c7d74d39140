import { createWorld, scripted } from '@simlet/core';
import type { Behaviour, FactBody } from '@simlet/core';
import { describe, expect, test } from 'vitest';
import { explore } from './explore.ts';
import type { Model } from './model.ts';
import { experimentOf } from './model-experiment.ts';
import { singleDeviationStrategy } from './strategies/single-deviations.ts';
import { workQueue } from './testing/work-queue.ts';

type Step = Readonly<{ kind: 'step'; number: number }>;

/** Takes three steps, and in the second does what the decision `odd` leads to. */
function stepping(odd: (turn: Parameters<Behaviour<null, null, Step>['receive']>[2]) => void): Model {
  const behaviour: Behaviour<null, null, Step> = {
    kind: 'stepping',
    start(_input, turn) {
      turn.after(1, { kind: 'step', number: 0 });
      return null;
    },
    receive(_state, { number }, turn) {
      const fact: FactBody & { readonly number: number } = { kind: 'stepped', number };
      turn.record(fact);
      if (number === 1 && turn.decide.boolean('odd')) odd(turn);
      if (number < 2) turn.after(1, { kind: 'step', number: number + 1 });
      return null;
    },
  };
  return {
    rules: [],
    mostEvents: 100,
    world(options) {
      const world = createWorld(options);
      world.addHost({ name: 'host', boot: [{ path: 'main', behaviour, input: null }] });
      return world;
    },
  };
}

const oddOnce = [{ name: 'odd', occurrence: 0, outcome: 1 }];

describe('a model as an experiment', () => {
  test('that throws in a turn has that as a failure, with the decision that led to it', () => {
    const model = stepping(() => {
      throw new Error('the second step failed');
    });
    const { failures } = explore(experimentOf(model), { strategies: [singleDeviationStrategy()] });
    expect(failures).toHaveLength(1);
    expect(failures[0]?.execution.breaches).toMatchObject([
      { id: 'no-turn-throws', message: expect.stringContaining('the second step failed') as string },
    ]);
    expect(failures[0]?.execution.deviations).toEqual(oddOnce);
  });

  test('that does not end has that as a failure, and says who goes on', () => {
    const model = stepping((turn) => turn.after(0, { kind: 'step', number: -1_000 }));
    const { breaches } = experimentOf(model)(scripted(oddOnce));
    expect(breaches).toMatchObject([
      { id: 'every-run-ends', message: expect.stringContaining('host/main (') as string },
    ]);
  });

  test('is judged by its rules while it runs, by facts that are not kept', () => {
    const line = [
      { name: 'crash/worker/main:deliver', occurrence: 0, outcome: 1 },
      { name: 'disk.lost/worker', occurrence: 0, outcome: 1 },
    ];
    const { breaches, marks, deviations } = experimentOf(workQueue(1, false))(scripted(line));
    expect(breaches).toEqual([{ id: 'applied-once', message: 'job 0 is applied again at 1 s' }]);
    expect([...(marks ?? [])].map(([mark]) => mark)).toEqual(['a job was delivered again']);
    expect(deviations).toEqual(line);
  });
});
