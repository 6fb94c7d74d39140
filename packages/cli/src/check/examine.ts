import { exploreInSteps, singleDeviationStrategy } from '@simlet/explorer';
import type { Attempt, Exploration, Failure } from '@simlet/explorer';
import type { Workload } from '@simlet/manifest';
import { marks } from '@simlet/properties';
import type { Invariant, Violation } from '@simlet/properties';
import type { ScenarioExecution } from '@simlet/trials';
import { isOpen } from './assumption.ts';
import { breakingFact } from './breaking-fact.ts';
import { harmlessUnless, isCrash } from './harm.ts';
import type { Examination, Finding, PropertyResult, RunCount } from './examination.ts';
import { roundsOf } from './rounds.ts';
import type { Settings } from './settings.ts';
import { finish } from './steps.ts';
import type { Broken, Steps } from './steps.ts';
import { usualNumbersThatDecide } from './usual-numbers.ts';
import { factsOf, subjectOf } from './workload-experiment.ts';
import { waived } from './waived.ts';
import type { Subject } from './workload-experiment.ts';

const SWEEP = singleDeviationStrategy().name;

interface Tally {
  met: number;
  broken: number;
}

/** Runs a workload through its full set of runs, and judges each. */
export function examine(workload: Workload, properties: readonly Invariant[], settings: Settings): Examination {
  return finish(examineInSteps(workload, properties, settings));
}

/** The same, pausing after each run. */
export function* examineInSteps(
  workload: Workload,
  properties: readonly Invariant[],
  settings: Settings,
): Steps<Examination> {
  const asked = properties.filter(({ id }) => waived(id, workload, settings) === undefined);
  const subject = subjectOf(workload, settings.model, settings.faults);
  const count = countRuns(properties);
  const explorations: Exploration<ScenarioExecution>[] = [];
  const ignored = new Set<string>();
  for (const { freedom, strategies } of roundsOf(subject, settings)) {
    const experiment = subject.experiment(freedom, asked);
    const steps = exploreInSteps(experiment, { onExecution: count.onExecution, ignored, strategies });
    const exploration = yield* telling(steps, () => count.breaches);
    explorations.push(exploration);
    for (const { breachId } of exploration.failures) ignored.add(breachId);
  }
  const failures = explorations.flatMap((exploration) => exploration.failures);
  return {
    workload,
    assumptions: subject.assumptions,
    deleteMs: subject.deleteMs,
    ready: subject.ready,
    properties: properties.map((property) => resultOf(property, count.tallies, failures, subject, settings)),
    stopRows: [],
    answers: [],
    crashPoints: count.crashPoints,
    runs: addRuns(explorations),
    reached: marks.flatMap(({ name }) => {
      const runs = count.reached.get(name);
      return runs === undefined ? [] : [{ mark: name, runs }];
    }),
    virtual: count.virtual,
    divergences: explorations.flatMap(({ divergences }) => divergences),
    givenUp: explorations.flatMap(({ givenUp }) => givenUp),
  };
}

/** What the runs of an examination have in common is counted while they are made. */
interface RunCounter {
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly reached: ReadonlyMap<string, number>;
  virtual: number;
  crashPoints: number;
  /** The properties that the last run broke. */
  breaches: Broken;
  readonly onExecution: (execution: ScenarioExecution, attempt: Attempt, strategy: string) => void;
}

function countRuns(properties: readonly Invariant[]): RunCounter {
  const tallies = new Map<string, Tally>(properties.map(({ id }) => [id, { met: 0, broken: 0 }]));
  const reached = new Map<string, number>();
  const counter: RunCounter = {
    tallies,
    reached,
    virtual: 0,
    crashPoints: 0,
    breaches: [],
    onExecution(execution, _attempt, strategy) {
      if (strategy === SWEEP && execution.deviations.some(isCrash)) counter.crashPoints += 1;
      counter.breaches = execution.breaches.map(({ id }) => id);
      counter.virtual += execution.elapsed;
      for (const mark of execution.reached) reached.set(mark, (reached.get(mark) ?? 0) + 1);
      for (const { invariant, outcome } of execution.verdicts) {
        const tally = tallies.get(invariant);
        if (tally === undefined || outcome === 'not met') continue;
        tally.met += 1;
        if (outcome === 'broken') tally.broken += 1;
      }
    },
  };
  return counter;
}

function* telling<Result>(steps: Generator<undefined, Result, undefined>, broken: () => Broken): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield broken();
  }
}

function addRuns(explorations: readonly Exploration<ScenarioExecution>[]): readonly RunCount[] {
  const counts = new Map<string, RunCount>();
  for (const { strategy, runs, leftOut } of explorations.flatMap((exploration) => exploration.runs)) {
    const before = counts.get(strategy);
    counts.set(strategy, { strategy, runs: runs + (before?.runs ?? 0), leftOut: leftOut + (before?.leftOut ?? 0) });
  }
  return [...counts.values()];
}

/** What the runs say about a property: how often it was met and broken, and the failure that was found. */
export function resultOf(
  property: Invariant,
  tallies: ReadonlyMap<string, Tally>,
  failures: readonly Failure<ScenarioExecution>[],
  subject: Subject,
  settings: Settings,
): PropertyResult {
  const tally = tallies.get(property.id) ?? { met: 0, broken: 0 };
  const reason = waived(property.id, subject.workload, settings);
  const counts = {
    property,
    metRuns: tally.met,
    brokenRuns: tally.broken,
    ...(reason === undefined ? {} : { waived: reason }),
  };
  const failure = failures.find(({ breachId }) => breachId === property.id);
  const finding = failure === undefined ? undefined : findingOf(failure, subject, property);
  if (finding === undefined) return { ...counts, outcome: tally.met > 0 ? 'holds' : 'not met' };
  const harm = harmlessUnless(property.id, finding.deviations, subject.workload, settings);
  // Numbers alone decide for themselves; where it takes a restart besides, what harm it does comes first.
  const harmIf = finding.open.length === 0 || finding.deviations.some(isCrash) ? harm : undefined;
  if (harmIf !== undefined) return { ...counts, outcome: 'depends', finding: { ...finding, harmIf } };
  return { ...counts, outcome: finding.open.length > 0 ? 'depends' : 'broken', finding };
}

/** A hook whose program is not in the image fails for a reason that the manifest tells. */
function withReason<V extends Violation>(violation: V, { assumptions }: Subject): V {
  const container = violation.container?.replace(/#\d+$/u, '');
  const missing = assumptions.find(
    (one) => one.container === container && one.subject !== 'run' && one.because.startsWith('no ') && one.most === 0,
  );
  if (missing === undefined) return violation;
  const reason = missing.because.replace(': it fails at once', '');
  return { ...violation, message: violation.message.replace('it did not succeed', `there is ${reason}`) };
}

function findingOf(failure: Failure<ScenarioExecution>, subject: Subject, property: Invariant): Finding | undefined {
  const { execution } = failure;
  const violation = execution.breaches.find(({ id }) => id === failure.breachId);
  if (violation === undefined) return undefined;
  const scenario = subject.scenario(execution.deviations);
  const facts = factsOf(scenario);
  const breaking = breakingFact(facts, scenario, property, violation);
  const open = subject.assumptions.filter(isOpen).flatMap((assumption) => {
    const deviation = execution.deviations.find(({ name }) => name === assumption.name);
    if (deviation === undefined) return [];
    return [{ assumption, outcome: deviation.outcome, upwards: deviation.outcome > assumption.usual }];
  });
  return {
    violation: withReason(violation, subject),
    deviations: execution.deviations,
    digest: execution.digest,
    scenario,
    facts,
    ...(breaking === undefined ? {} : { breaking }),
    originalDeviations: failure.original.length,
    shrinkRuns: failure.shrinkRuns,
    open: execution.deviations.length === 0 ? usualNumbersThatDecide(subject, property) : open,
  };
}
