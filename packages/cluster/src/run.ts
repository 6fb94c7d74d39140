import { MILLISECOND, scripted } from '@simlet/core';
import type { AskedDecision, Chooser, Deviation, RunEnd, WorldFact } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';

import { buildWorld } from './build-world.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  /** Where decisions come from; default: the deviations of the scenario, over a calm world. */
  readonly chooser?: Chooser;
  readonly onFact?: (fact: WorldFact<Fact>) => void;
  readonly facts?: 'keep' | 'none';
  /**
   * `skipped` leaves out what can only find that nothing changed: probes that succeed again, regular syncs of a pod at
   * rest. All other facts are the same at the same times; the digest and the count of events are not. Done all the same
   * where a `chooser` is given, and where decisions of the scenario could tell. Default `done`.
   */
  readonly routine?: 'done' | 'skipped';
  /** Whether `asked` lists every decision. */
  readonly recordAsked?: boolean;
  /** Whether all that leaves a turn is frozen and looked at to its depth; default false. For tests of the model. */
  readonly freeze?: boolean;
}

/** A run of a scenario: what happened, and all that is needed to have it happen again. */
export interface Run {
  readonly facts: readonly WorldFact<Fact>[];
  readonly digest: string;
  readonly deviations: readonly Deviation[];
  readonly asked: readonly AskedDecision[];
  readonly marks: ReadonlyMap<string, number>;
  readonly events: number;
  readonly end: RunEnd;
}

/** Runs a scenario to its end. A pure function of the scenario and the chooser. */
export const runScenario = (scenario: Scenario, options: RunOptions = {}): Run => {
  const routine = options.chooser === undefined ? options.routine : 'done';
  const world = buildWorld(
    scenario,
    {
      chooser: options.chooser ?? scripted(scenario.deviations ?? []),
      facts: options.facts ?? 'keep',
      ...(options.onFact === undefined ? {} : { onFact: options.onFact }),
      recordAsked: options.recordAsked ?? false,
      freeze: options.freeze ?? false,
    },
    routine,
  );
  const end = world.run(scenario.untilMs * MILLISECOND);
  return {
    facts: world.facts(),
    digest: world.digest(),
    deviations: world.deviations(),
    asked: world.asked(),
    marks: world.marks(),
    events: world.events,
    end,
  };
};
