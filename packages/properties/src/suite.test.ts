import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '@simlet/cluster';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryScenario } from './arbitraries/scenario.ts';
import { invariants } from './invariants.ts';
import { marks } from './marks.ts';
import { storyOf, trial } from './testing/suite.ts';
import type { Trial } from './testing/suite.ts';

/** `SUITE_RUNS=10000 SUITE_SEED=7 npx vitest run … suite` for a long run; a failure prints the seed and the path that replay it. */
const RUNS = Number(process.env['SUITE_RUNS'] ?? 150);
const SEED = Number(process.env['SUITE_SEED'] ?? 20_261_123);
const PATH = process.env['SUITE_PATH'];

const parameters = {
  numRuns: RUNS,
  seed: SEED,
  endOnFailure: PATH !== undefined,
  ...(PATH === undefined ? {} : { path: PATH }),
};

function holds(scenario: Scenario, seed: string | undefined): void {
  const result = trial(scenario, seed, invariants);
  if (result.violations.length === 0) return;
  throw new Error(`${storyOf(scenario, result)}\nReplay: npx simlet replay ${saved(scenario, result)}`);
}

/** The failing run as a file that says all of it, so that it can be made again whatever becomes of the generators. */
function saved(scenario: Scenario, { deviations }: Trial): string {
  const folder = join(import.meta.dirname, '../../../.simlet/failures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'suite.json'), JSON.stringify({ ...scenario, deviations }, null, 1));
  return '.simlet/failures/suite.json';
}

/** Throws with the story of the simplest failing run, and the line that replays it. */
function check<Values extends [unknown, ...unknown[]]>(name: string, property: fc.IProperty<Values>): void {
  const result = fc.check(property, parameters);
  if (!result.failed) return;
  const story = result.errorInstance instanceof Error ? result.errorInstance.message : 'The property failed.';
  const replay = `SUITE_SEED=${result.seed} SUITE_PATH='${result.counterexamplePath ?? ''}' npx vitest run --config scripts/vitest.config.ts --root . packages/properties/src/suite.test.ts -t '${name}'`;
  throw new Error(`${story}\nAgain from the generators: ${replay}`);
}

test('calm worlds keep every invariant', { timeout: 600_000 }, () => {
  check(
    'calm worlds keep every invariant',
    fc.property(arbitraryScenario(), (scenario) => holds(scenario, undefined)),
  );
});

test('worlds whose runtime is slow or fails keep every invariant', { timeout: 600_000 }, () => {
  check(
    'worlds whose runtime is slow or fails keep every invariant',
    fc.property(arbitraryScenario({ faults: { runtime: true } }), fc.nat(), (scenario, seed) =>
      holds(scenario, String(seed)),
    ),
  );
});

test('worlds with every fault at once keep every invariant', { timeout: 600_000 }, () => {
  check(
    'worlds with every fault at once keep every invariant',
    fc.property(
      arbitraryScenario({ faults: { kubeletCrash: true, runtime: true, lag: true } }),
      fc.nat(),
      (scenario, seed) => holds(scenario, String(seed)),
    ),
  );
});

test('worlds with jitter and crashes of the kubelet keep every invariant', { timeout: 600_000 }, () => {
  check(
    'worlds with jitter and crashes of the kubelet keep every invariant',
    fc.property(arbitraryScenario({ faults: { kubeletCrash: true } }), fc.nat(), (scenario, seed) =>
      holds(scenario, String(seed)),
    ),
  );
});

test('a run is a pure function of its scenario and its seed', () => {
  fc.assert(
    fc.property(arbitraryScenario({ faults: { kubeletCrash: true } }), fc.nat(), (scenario, seed) => {
      expect(trial(scenario, String(seed), []).digest).toBe(trial(scenario, String(seed), []).digest);
    }),
    { numRuns: 20, seed: SEED },
  );
});

/** What a few hundred runs seldom reach. */
const rare: readonly string[] = [
  'the kubelet died between the start of a container and its PostStart',
  'the kubelet died between the creation and the start of a container',
  'three PreStop deliveries to one container',
  'PreStop ran because the image changed',
  'a deletion shortened the grace while PreStop ran',
  'a deletion shortened the grace after SIGTERM',
  'a deleted pod was evicted as well',
  'PreStop ran because a startup probe failed',
  'a pod was removed while the kubelet was down and its containers ran',
  'PostStart of an HTTP handler was answered with an error, which counts as success',
  'the node was shut down while a container ran',
  'the power of the node failed while a container ran',
  'a container exited by itself after more than ten minutes',
  'the manifest of a static pod came while the pod before was stopping',
];

test('the suite reaches every mark but rare ones', { timeout: 600_000 }, () => {
  const crashing = fc.sample(fc.tuple(arbitraryScenario({ faults: { kubeletCrash: true } }), fc.nat()), {
    numRuns: 400,
    seed: 1,
  });
  const runtimeFails = arbitraryScenario({ faults: { lostAnswers: true, runtimeCrash: true } });
  const scenarios = [...crashing, ...fc.sample(fc.tuple(runtimeFails, fc.nat()), { numRuns: 200, seed: 1 })];
  const counts = new Map<string, number>();
  for (const [scenario, seed] of scenarios) {
    for (const { mark, count } of trial(scenario, String(seed), [], marks).marks)
      counts.set(mark, (counts.get(mark) ?? 0) + count);
  }
  const missed = [...counts].filter(([, count]) => count === 0).map(([mark]) => mark);
  expect(missed.filter((mark) => !rare.includes(mark))).toEqual([]);
});
