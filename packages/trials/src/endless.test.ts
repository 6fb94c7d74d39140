import type { Scenario } from '@simlet/cluster';
import { calm } from '@simlet/core';
import { calmStrategy, explore, inlinePool, runCampaign, simulation } from '@simlet/explorer';
import { invariants } from '@simlet/properties';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executeScenario } from './scenario-execution.ts';
import { scenarioExperiment } from './scenario-experiment.ts';

/** The sandbox dies while the first image is pulled. Kubernetes 1.36 stops it again and again, since each stop asks for a relist. */
const goesRound: Scenario = {
  format: 'simlet.scenario/1',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: {
        restartPolicy: 'Never',
        initContainers: [{ name: 'i', image: 'i:1' }],
        containers: [{ name: 'm', image: 'm:1' }],
      },
    },
  ],
  behaviour: { i: { runMs: 5_000, exitCode: 0 } },
  actions: [
    { atMs: 2_017, op: 'create', pod: 'p' },
    { atMs: 2_300, op: 'sandboxDeath', pod: 'p' },
  ],
  untilMs: 200_000,
};

test('a run that goes on and on is given up, says who keeps it going, and breaks nothing that was still to come', () => {
  const { endless, breaches, elapsed } = executeScenario(goesRound, invariants, calm());
  expect(endless).toMatch(/^no end after 44000 events: node-1\.kubelet\/pod\/uid-p-0 \(\d+ turns\)/u);
  expect(breaches).toEqual([]);
  // What is asked of its end is asked of the instant that it came to.
  expect(elapsed).toBeLessThan(goesRound.untilMs * 1_000);
});

test('a campaign loses the runs that go on and on, and comes to its end', async () => {
  const plan = {
    seed: 1,
    runs: 2,
    sliceRuns: 1,
    sweepLimit: 0,
    strategies: ['seeded'],
    shard: { index: 1, count: 1 },
    corpus: [[]],
  };
  const subjects = [{ name: 'p', experiment: scenarioExperiment({ ...goesRound, untilMs: 200_000 }, []), marks: [] }];
  const { lost, complete } = await runCampaign({ plan, subjects: 1, pool: inlinePool(plan, subjects) });
  expect(complete).toBe(true);
  expect(lost.map(({ why }) => why)).toContainEqual(expect.stringMatching(/^no end after \d+ events/u));
});

test('an exploration tells which runs it gave up, and why', () => {
  const { givenUp, failures } = explore(scenarioExperiment(goesRound, invariants), { strategies: [calmStrategy()] });
  expect(failures).toEqual([]);
  expect(givenUp.length).toBeGreaterThan(0);
  expect(givenUp[0]).toMatchObject({ strategy: 'calm', run: 1, deviations: [] });
  expect(givenUp[0]?.why).toMatch(/^no end after 44000 events: /u);
});

test('a run that is given up counts as skipped in fast-check, not as passed', () => {
  const property = simulation(fc.constant(goesRound), (scenario) => scenarioExperiment(scenario, invariants));
  const { failed, numSkips, numRuns } = fc.check(property, { numRuns: 1, maxSkipsPerRun: 2, seed: 1 });
  expect({ failed, numRuns }).toEqual({ failed: true, numRuns: 0 });
  expect(numSkips).toBeGreaterThan(2);
});
