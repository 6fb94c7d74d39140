import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { AskedDecision, Chooser, Deviation, Micros } from '@simlet/core';
import type { Experiment } from '@simlet/explorer';
import type { Workload } from '@simlet/manifest';
import type { Pod } from '@simlet/objects';
import type { Invariant, Mark } from '@simlet/properties';
import { scenarioExperiment } from '@simlet/trials';
import type { PropertyBreach, ScenarioExecution } from '@simlet/trials';
import type { TimedFact } from '../render/lanes.ts';
import { withAnnotations } from './annotations.ts';
import { domainOf, isOpen } from './assumption.ts';
import type { Assumption } from './assumption.ts';
import { assumptionsOf } from './assumptions-of.ts';
import { becomeReady } from './become-ready.ts';
import type { Readiness } from './become-ready.ts';
import { endOf, scenarioOf } from './scenario-of.ts';
import type { ModelSettings } from './settings.ts';

const SECOND: Micros = 1_000_000;

/** Which durations are decisions of a run: all that have a range, or only those whose range somebody gave. */
export type Freedom = 'all' | 'given';

/** A workload ready to be run: what is assumed about it, when it is deleted, and one run for each chooser. */
export interface Subject {
  readonly workload: Workload;
  readonly assumptions: readonly Assumption[];
  /** When the pod is stopped, in milliseconds. */
  readonly deleteMs: number;
  readonly ready: boolean;
  /** `sought`: the situations that are looked for, all by default. */
  experiment(
    freedom: Freedom,
    invariants: readonly Invariant[],
    sought?: readonly Mark[],
  ): Experiment<PropertyBreach, ScenarioExecution>;
  /** The scenario of the run with these deviations: it replays without the manifest. */
  scenario(deviations: readonly Deviation[]): Scenario;
  /** When the pod is stopped in that run, in milliseconds. */
  stopMs(deviations: readonly Deviation[]): number;
}

export function subjectOf(workload: Workload, given: ModelSettings, faults: boolean): Subject {
  const settings = withAnnotations(workload, given);
  const assumptions = assumptionsOf(workload, settings);
  const usual = new Map(assumptions.map(({ name, usual: duration }) => [name, duration]));
  const readiness = readinessBy(workload, assumptions, settings);
  const { stopMs: deleteMs, ready } = readiness(usual);
  const build = (durations: ReadonlyMap<string, Micros>): Scenario => {
    const { stopMs } = readiness(durations);
    const untilMs = endOf(stopMs, workload.pod, durations, settings);
    return scenarioOf(workload.pod, durations, { stopMs, untilMs }, { ...settings, faults });
  };
  return {
    workload,
    assumptions,
    deleteMs,
    ready,
    experiment(freedom, invariants, sought) {
      const experimentWith = latest((durations) => scenarioExperiment(build(durations), invariants, sought));
      return (chooser, options) => {
        const choice = chooseDurations(assumptions, freedom, chooser);
        const execution = experimentWith(choice.durations)(chooser, options);
        return {
          ...execution,
          deviations: [...choice.deviations, ...execution.deviations],
          asked: [...choice.asked, ...execution.asked],
          // The durations are asked for before the run begins.
          marks: new Map([...(execution.marks ?? [])].map(([mark, asked]) => [mark, asked + choice.asked.length])),
        };
      };
    },
    scenario(deviations) {
      const durations = told(assumptions, deviations);
      return { ...build(durations), deviations: deviations.filter(({ name }) => !durations.has(name)) };
    },
    stopMs: (deviations) => readiness(told(assumptions, deviations)).stopMs,
  };
}

/** Experiments with durations that come up again and again are kept: their runs have much in common. */
const MOST_KEPT = 8;

/** What is made of durations, remembered for those that were asked for last. */
function latest<Made>(make: (durations: ReadonlyMap<string, Micros>) => Made): typeof make {
  const known = new Map<string, Made>();
  return (durations) => {
    const key = [...durations.values()].join(' ');
    const made = known.get(key) ?? make(durations);
    known.delete(key);
    known.set(key, made);
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return made;
  };
}

function told(assumptions: readonly Assumption[], deviations: readonly Deviation[]): ReadonlyMap<string, Micros> {
  const outcomes = new Map(deviations.map(({ name, outcome }) => [name, outcome]));
  return new Map(assumptions.map(({ name, usual }) => [name, outcomes.get(name) ?? usual]));
}

// What stops a pod later has no part in how it starts.
const calmStarts = new WeakMap<Pod, Map<string, Readiness>>();

/**
 * When the pod is stopped, by how long its containers take to start: a slow start must not be cut short by the delete. In
 * whole seconds rounded up, so that many runs share one calm start; the other durations are the usual ones.
 */
function readinessBy(
  { pod }: Workload,
  assumptions: readonly Assumption[],
  settings: ModelSettings,
): (durations: ReadonlyMap<string, Micros>) => Readiness {
  const known = calmStarts.get(pod) ?? new Map<string, Readiness>();
  calmStarts.set(pod, known);
  return (durations) => {
    const rounded = new Map(
      assumptions.map(({ name, subject, usual }) => {
        const time = durations.get(name) ?? usual;
        return [name, subject === 'start' ? Math.ceil(time / SECOND) * SECOND : usual];
      }),
    );
    const key = [settings.kubernetesVersion, ...[...rounded].flat()].join(' ');
    const readiness = known.get(key) ?? becomeReady(pod, rounded, settings);
    known.set(key, readiness);
    return readiness;
  };
}

interface Choice {
  readonly durations: ReadonlyMap<string, Micros>;
  readonly deviations: readonly Deviation[];
  readonly asked: readonly AskedDecision[];
}

/** The durations of a run are the first decisions that it asks for. */
function chooseDurations(assumptions: readonly Assumption[], freedom: Freedom, chooser: Chooser): Choice {
  const durations = new Map<string, Micros>();
  const deviations: Deviation[] = [];
  const asked: AskedDecision[] = [];
  for (const assumption of assumptions) {
    const { name, usual, least, most } = assumption;
    const domain = domainOf(assumption);
    const free = least < most && (freedom === 'all' || !isOpen(assumption));
    const outcome = free ? chooser.choose(name, 0, domain) : usual;
    durations.set(name, outcome);
    if (free) asked.push({ name, occurrence: 0, domain });
    if (outcome !== usual) deviations.push({ name, occurrence: 0, outcome });
  }
  return { durations, deviations, asked };
}

/** The facts of a run, all of them. */
export function factsOf(scenario: Scenario): readonly TimedFact[] {
  return runScenario(scenario, { facts: 'keep' }).facts;
}
