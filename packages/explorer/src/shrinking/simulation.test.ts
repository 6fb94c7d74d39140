import type { AskedDecision } from '@simlet/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDeviations } from '../deviation-text.ts';
import type { Experiment } from '../experiment.ts';
import { COIN, toy } from '../testing/toy.ts';
import { workQueue } from '../testing/work-queue.ts';
import { schedule } from './schedule.ts';
import { simulation } from './simulation.ts';
import { DivergenceError, SimulationFailure } from './simulation-failure.ts';

const SECONDS = { simplest: 0, min: 0, max: 60_000_000 };

const queue = () => simulation(fc.integer({ min: 1, max: 5 }), (jobs) => workQueue(jobs, false));

/** Breaks `late` where a queue of jobs is long and two of its delays are; `odd` now and then. */
const delays = () =>
  simulation(fc.nat(30), fc.boolean(), (jobs, noisy) =>
    toy((ask) => {
      const slow = Array.from({ length: jobs }, (_, job) => ask(`delay/${job}`, SECONDS)).filter(
        (us) => us > 7_300_000,
      );
      const odd = noisy && ask('noise', COIN) === 1;
      return [...(jobs > 4 && slow.length > 1 ? ['late'] : []), ...(odd ? ['odd'] : [])];
    }),
  );

describe('a simulation as a property of fast-check', () => {
  test('fails with the simplest inputs and the simplest deviations', () => {
    const { counterexample, errorInstance } = fc.check(queue(), { seed: 1 });
    expect(fc.stringify(counterexample)).toBe("[1,schedule('crash/worker/main:deliver; disk.lost/worker')]");
    expect(errorInstance).toBeInstanceOf(SimulationFailure);
    expect(String(errorInstance)).toContain('applied-once: job 0 is applied again at 1 s\nNeeds 2 deviations: crash/');
  });

  test('shrinks inputs and deviations at once, whatever the seed', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { failed, counterexample, errorInstance } = fc.check(delays(), { seed, numRuns: 500 });
      expect(failed).toBe(true);
      const { breach, execution } = errorInstance as SimulationFailure;
      const told = [counterexample?.slice(0, 2), breach.id, execution.deviations.map(({ outcome }) => outcome)];
      // The rule that was broken first is the one that is shrunk for.
      expect([
        [[5, false], 'late', [8_000_000, 8_000_000]],
        [[0, true], 'odd', [1]],
      ]).toContainEqual(told);
    }
  });

  test.each([1, 2, 3, 4, 5])('seed %i and its path replay the same counter-example, in one run', (seed) => {
    const { counterexample, counterexamplePath } = fc.check(queue(), { seed, numRuns: 1_000 });
    const again = fc.check(queue(), { seed, path: counterexamplePath ?? '', endOnFailure: true });
    expect(again.failed).toBe(true);
    expect([again.numRuns, again.numShrinks]).toEqual([1, 0]);
    expect(fc.stringify(again.counterexample)).toBe(fc.stringify(counterexample));
  });

  test('a path is good from any point on, and shrinking goes on from there to the same end', () => {
    const { counterexample, counterexamplePath } = fc.check(delays(), { seed: 9, numRuns: 500 });
    const steps = (counterexamplePath ?? '').split(':');
    expect(steps.length).toBeGreaterThan(3);
    for (let length = 1; length <= steps.length; length += 1) {
      const again = fc.check(delays(), { seed: 9, path: steps.slice(0, length).join(':') });
      expect(fc.stringify(again.counterexample)).toBe(fc.stringify(counterexample));
      expect(again.counterexamplePath).toBe(counterexamplePath);
    }
  });

  test('examples run first, and shrink as well', () => {
    const line = 'crash/worker/main:deliver#2; disk.lost/worker; link.lose/queue/worker#1';
    const { counterexample, numRuns } = fc.check(queue(), { seed: 1, examples: [[4, schedule(line)]] });
    expect(numRuns).toBe(1);
    expect(fc.stringify(counterexample)).toBe("[1,schedule('crash/worker/main:deliver; disk.lost/worker')]");
  });

  test('assert throws with the story and the line, verbose lists what failed on the way', () => {
    expect(() => fc.assert(queue(), { seed: 1 })).toThrow(/Counterexample: \[1,schedule\('crash/u);
    const { failures } = fc.check(queue(), { seed: 1, verbose: 1 });
    expect(failures.length).toBeGreaterThan(1);
  });

  test('what holds is run as often as was asked for, the first time calmly', () => {
    const first: (readonly AskedDecision[])[] = [];
    const experiment = toy((ask) => {
      const coin = ask('coin', COIN);
      if (first.length === 0) expect(coin).toBe(0);
      first.push([]);
      return [];
    });
    const { failed, numRuns } = fc.check(
      simulation(() => experiment),
      { numRuns: 77, seed: 3 },
    );
    expect([failed, numRuns]).toEqual([false, 77]);
  });

  test('fc.pre within the building of a model leaves the run out', () => {
    const property = simulation(fc.nat(10), (jobs) => {
      fc.pre(jobs % 2 === 0);
      return toy(() => []);
    });
    expect(fc.check(property, { numRuns: 50, seed: 1 }).numSkips).toBeGreaterThan(5);
  });

  test('the line of a counter-example replays it without the seed', () => {
    const { errorInstance } = fc.check(queue(), { seed: 1 });
    const { execution } = errorInstance as SimulationFailure;
    const again = fc.check(queue(), { examples: [[1, schedule(formatDeviations(execution.deviations))]], numRuns: 1 });
    expect((again.errorInstance as SimulationFailure).execution.digest).toBe(execution.digest);
  });

  test('a model that does not repeat is told from one that fails', () => {
    let runs = 0;
    const steady = toy((ask) => (ask('coin', COIN) === 1 ? ['tails'] : []));
    const leaking: Experiment = (chooser, options) => {
      runs += 1;
      return { ...steady(chooser, options), digest: String(runs) };
    };
    expect(() => fc.check(simulation(() => leaking))).toThrow(DivergenceError);
  });
});
