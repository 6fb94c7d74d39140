import { buildWorld } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { Chooser, World } from '@simlet/core';
import type { ExperimentOptions } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import { marks } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import { mostEventsOf } from './most-events.ts';
import { watchRun } from './run-watch.ts';
import type { Judged, RunReach, ScenarioExecution } from './run-watch.ts';

/** Runs a scenario under a chooser and judges it while it goes on; no fact is kept. */
export function executeScenario(
  scenario: Scenario,
  invariants: readonly Invariant[],
  chooser: Chooser,
  options: ExperimentOptions = {},
): ScenarioExecution {
  return executeJudged(scenario, { invariants, marks }, chooser, options);
}

/** The same, looking for certain situations only. */
export function executeJudged(
  scenario: Scenario,
  judged: Judged,
  chooser: Chooser,
  options: ExperimentOptions,
): ScenarioExecution {
  const { recordAsked = false, onEvent } = options;
  const watch = watchRun(scenario, judged, options);
  const world = buildWorld(scenario, {
    chooser: watch.counting(chooser),
    facts: 'none',
    onFact: watch.observe,
    recordAsked,
    limits: { events: mostEventsOf(scenario) },
  });
  // What will be said about a run depends on its facts so far and on what is still to come.
  const key = (): string => `${world.now} ${world.stateHash()} ${watch.seen()}`;
  const reach = runUntil(world, scenario, onEvent === undefined ? undefined : () => onEvent(key));
  return watch.execution(world, reach);
}

/** Runs a world to the end of its scenario, or until it is stopped. */
function runUntil(world: World<Fact>, scenario: Scenario, stop: (() => boolean) | undefined): RunReach {
  const until = scenario.untilMs * 1_000;
  const most = mostEventsOf(scenario);
  if (stop !== undefined) while (world.events < most && world.step(until)) if (stop()) return 'stopped';
  return world.run(until) === 'limit' ? 'endless' : 'ended';
}
