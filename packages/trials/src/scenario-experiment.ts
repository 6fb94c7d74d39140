import type { Scenario } from '@simlet/cluster';
import type { Chooser } from '@simlet/core';
import type { Experiment } from '@simlet/explorer';
import { marks } from '@simlet/properties';
import type { Invariant, Mark } from '@simlet/properties';
import { departure, growTrunk } from './calm-trunk.ts';
import type { Fork, Trunk } from './calm-trunk.ts';
import { watchRun } from './run-watch.ts';
import type { PropertyBreach, RunWatch, ScenarioExecution } from './run-watch.ts';
import { executeJudged } from './scenario-execution.ts';

/**
 * The runs of one scenario. What a run has in common with the calm one, up to the first decision that its chooser answers
 * otherwise, is simulated once for all of them: the rest goes on from a fork. It is the same run as from the beginning, digest
 * included; with `fromStart` it is made so. `sought` are the situations that are looked for, all by default.
 */
export function scenarioExperiment(
  scenario: Scenario,
  invariants: readonly Invariant[],
  sought: readonly Mark[] = marks,
): Experiment<PropertyBreach, ScenarioExecution> {
  const judged = { invariants, marks: sought };
  let runs = 0;
  let trunk: Trunk | undefined;
  return (chooser, options = {}) => {
    runs += 1;
    // A single run is not worth the copies; and who looks at each event has to see them all.
    if (runs === 1 || options.fromStart === true || options.onEvent !== undefined)
      return executeJudged(scenario, judged, chooser, options);
    trunk ??= growTrunk(scenario);
    const watch = watchRun(scenario, judged, options);
    const leaves = departure(trunk, chooser);
    if (leaves === undefined) {
      show(trunk, trunk.end, watch);
      return watch.execution(trunk.end.world, trunk.reach);
    }
    const { at, outcome } = leaves;
    const from = trunk.forks.findLast(({ asked }) => asked <= at) ?? trunk.end;
    show(trunk, from, watch);
    const onward = watch.counting(onwardFrom(from.asked, at, outcome, chooser));
    const world = from.world.fork({ chooser: onward, onFact: watch.observe });
    const end = world.run(scenario.untilMs * 1_000);
    return watch.execution(world, end === 'limit' ? 'endless' : 'ended');
  };
}

/** Lets a watch see what came before a fork. */
function show({ facts }: Trunk, fork: Fork, watch: RunWatch): void {
  for (const { fact, asked } of facts.slice(0, fork.facts)) watch.observeAt(fact, asked);
  watch.begin(fork.asked);
}

/** Answers what the chooser has been asked already, and asks it from there on. */
function onwardFrom(asked: number, at: number, outcome: number, chooser: Chooser): Chooser {
  let next = asked;
  return {
    choose(name, occurrence, domain) {
      const place = next;
      next += 1;
      if (place > at) return chooser.choose(name, occurrence, domain);
      return place === at ? outcome : domain.simplest;
    },
  };
}
