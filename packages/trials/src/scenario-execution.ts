import { buildWorld } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { Chooser, Micros, World, WorldFact } from '@simlet/core';
import { textHash } from '@simlet/explorer';
import type { Execution, ExperimentOptions } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import { judge, marks } from '@simlet/properties';
import type { Invariant, Verdict, Violation } from '@simlet/properties';
import { factStates } from './fact-states.ts';
import { measuring } from './measures.ts';

/** A violation as the explorer knows it: by the id of its invariant. */
export interface PropertyBreach extends Violation {
  readonly id: string;
}

/** A judged run of a scenario. */
export interface ScenarioExecution extends Execution<PropertyBreach> {
  readonly verdicts: readonly Verdict[];
  /** The situations that the run came into, by the names of their marks. */
  readonly reached: readonly string[];
  /** Virtual time that passed, in microseconds. */
  readonly elapsed: Micros;
}

/** Runs a scenario under a chooser and judges it while it goes on; no fact is kept. */
export function executeScenario(
  scenario: Scenario,
  invariants: readonly Invariant[],
  chooser: Chooser,
  options: ExperimentOptions = {},
): ScenarioExecution {
  const { recordAsked = false, recordStates = false, onEvent } = options;
  let asked = 0;
  const reached = new Map<string, number>();
  const judging = judge(scenario, invariants, marks, (mark) => reached.set(mark, asked));
  const measures = measuring();
  const states = factStates();
  let seen = 0;
  const observe = ({ body, time }: WorldFact<Fact>): void => {
    judging.observe(body, time);
    measures.observe(body, time);
    if (recordStates) states.observe(body);
    if (onEvent !== undefined) seen = textHash(`${seen} ${time} ${JSON.stringify(body)}`);
  };
  const counting: Chooser = {
    choose(name, occurrence, domain) {
      asked += 1;
      return chooser.choose(name, occurrence, domain);
    },
  };
  const world = buildWorld(scenario, { chooser: counting, facts: 'none', onFact: observe, recordAsked });
  // What will be said about a run depends on its facts so far and on what is still to come.
  const key = (): string => `${world.now} ${world.stateHash()} ${seen}`;
  const stopped = runUntil(world, scenario.untilMs * 1_000, onEvent === undefined ? undefined : () => onEvent(key));
  const elapsed = scenario.untilMs * 1_000;
  const verdicts = judging.verdicts(elapsed);
  return {
    digest: world.digest(),
    deviations: world.deviations(),
    asked: world.asked(),
    // Of a run that was stopped nothing is known but what went wrong before.
    breaches: verdicts
      .filter(({ kind }) => !stopped || kind === 'always')
      .flatMap(({ violations }) => violations.map((violation) => ({ ...violation, id: violation.invariant }))),
    verdicts,
    reached: [...reached.keys()],
    elapsed,
    marks: reached,
    measures: measures.values(),
    ...(recordStates ? { states: states.states } : {}),
    ...(stopped ? { stopped } : {}),
  };
}

/** Runs a world to an instant; whether it was stopped before. */
function runUntil(world: World<Fact>, until: Micros, stop: (() => boolean) | undefined): boolean {
  if (stop !== undefined) while (world.step(until)) if (stop()) return true;
  world.run(until);
  return false;
}
