import type { Scenario } from '@simlet/cluster';
import type { Deviation, Micros } from '@simlet/core';
import { formatDeviations } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import type { Workload } from '@simlet/manifest';
import { invariants, promises } from '@simlet/properties';
import type { PropertyBreach, ScenarioExecution } from '@simlet/trials';
import type { Assumption } from '../check/assumption.ts';
import { breakingFact } from '../check/breaking-fact.ts';
import type { Terminal } from '../terminal.ts';
import { formatClock } from '../duration.ts';
import { deviationWords } from './deviation-words.ts';
import { safeJson } from '../report/safe-json.ts';
import type { TimedFact } from './lanes.ts';
import { paint, printable, signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';
import { shortDigest } from './replay-line.ts';
import { stateAt } from './state-at.ts';
import { originOf, timeline, timelineTitle } from './timeline.ts';
import type { Origin } from './timeline.ts';

/** A run that was made again, from a manifest or from a failure file (then there is no workload). */
export interface ReplayedRun {
  readonly path: string;
  readonly workload?: Workload;
  readonly assumptions: readonly Assumption[];
  /** All that was out of the ordinary, also what is part of the scenario of a failure file. */
  readonly deviations: readonly Deviation[];
  readonly execution: ScenarioExecution;
  /** The deviations asked for that no decision of the run had the name of. */
  readonly unused: readonly Deviation[];
  readonly facts: readonly TimedFact[];
  readonly scenario: Scenario;
}

/** What happened in the run, which promises it broke, and whether it is the recorded one. */
export function replayText(
  run: ReplayedRun,
  expected: string | undefined,
  { verbose, until }: { readonly verbose: boolean; readonly until?: Micros },
  terminal: Terminal,
): readonly string[] {
  const { dot } = signsOf(terminal);
  const { deviations } = run;
  const { digest } = run.execution;
  const first = run.execution.breaches.find(({ time }) => time < run.execution.elapsed);
  const origin = originOf(run.facts, first?.time);
  const count = `${deviations.length} ${deviations.length === 1 ? 'deviation' : 'deviations'}`;
  const head = [
    `Replaying ${count} on ${printable(run.path)}`,
    `digest ${shortDigest(digest)}`,
    sameness(digest, expected),
  ];
  const end = until === undefined ? undefined : origin.time + until;
  const breach = first === undefined || (end !== undefined && first.time > end) ? undefined : first;
  const options = {
    facts: end === undefined ? run.facts : run.facts.filter(({ time }) => time <= end),
    containers: containersOf(run),
    full: verbose,
    ...(end === undefined ? {} : { until: end }),
    ...(breach === undefined ? {} : { brokenAt: breach.time, breaking: breakingOf(run, breach) }),
    ...(run.workload === undefined ? {} : { workload: run.workload }),
  };
  return [
    ...paragraph(head.join(` ${dot} `), 1, terminal),
    '',
    ...causes(run, origin, terminal),
    ...paragraph(timelineTitle(origin, options.brokenAt !== undefined, terminal), 3, terminal),
    '',
    ...timeline(options, terminal),
    '',
    ...(end === undefined || until === undefined
      ? []
      : [...stateAt(run.facts, containersOf(run), end, until, terminal), '']),
    // A run that is not the one that was asked for has no verdict.
    ...(run.unused.length > 0 ? [] : verdictLines(run, origin.time, end, terminal)),
  ];
}

/** Digits of a digest that are enough to name a run. */
const LEAST_DIGITS = 8;

/** Whether a digest is the recorded one, of which a part from the start may be given; true where there is none. */
export function isSame(digest: string, recorded: string | undefined): boolean {
  return recorded === undefined || (recorded.length >= LEAST_DIGITS && digest.startsWith(recorded));
}

function sameness(digest: string, expected: string | undefined): string {
  if (expected === undefined) return 'not compared (no --digest)';
  return isSame(digest, expected)
    ? 'identical to the recorded run'
    : `NOT the recorded run, which was ${printable(shortDigest(expected))}`;
}

/** All containers of a run, those that begin first in front. */
export function containersOf({ scenario }: ReplayedRun): readonly string[] {
  return scenario.pods.flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name),
  );
}

/** The fact at which a promise is broken. */
function breakingOf({ facts, scenario }: ReplayedRun, breach: PropertyBreach): Fact | undefined {
  const property = [...promises, ...invariants].find(({ id }) => id === breach.id);
  return property === undefined ? undefined : breakingFact(facts, scenario, property, breach);
}

function causes(run: ReplayedRun, origin: Origin, terminal: Terminal): readonly string[] {
  const words = deviationWords(run.deviations, run.assumptions, run.facts, origin);
  const lines = words.flatMap((sentence) => paragraph(sentence, 3, terminal));
  return lines.length === 0 ? [] : [...lines, ''];
}

function verdictLines(
  { execution }: ReplayedRun,
  origin: Micros,
  end: Micros | undefined,
  terminal: Terminal,
): readonly string[] {
  const { holds, broken } = signsOf(terminal);
  const told = execution.breaches.filter(({ time }) => end === undefined || time <= end);
  const until = end === undefined ? 'in this run' : 'up to then';
  if (told.length === 0) return [` ${paint(terminal, 'good', holds)} no promise is broken ${until}`];
  return told.flatMap(({ id, time, message }) => {
    const when = time >= execution.elapsed ? 'by the end of the run' : `at ${formatClock(time - origin)} s`;
    const head = ` ${paint(terminal, 'bad', broken)} `;
    return hanging(head, `${id} is broken ${when}: ${message}`, terminal, broken.length + 2);
  });
}

/** The run for programs: `simlet.replay/1`. Times in microseconds. */
export function replayJson({ execution, unused, facts }: ReplayedRun, expected: string | undefined): string {
  const { digest, deviations, breaches, verdicts } = execution;
  const result = {
    schema: 'simlet.replay/1',
    digest,
    ...(expected === undefined ? {} : { recorded: expected, identical: isSame(digest, expected) }),
    faults: formatDeviations(deviations),
    deviations,
    unused,
    breaches,
    verdicts: verdicts.map(({ invariant, outcome }) => ({ property: invariant, outcome })),
    facts: facts.map(({ time, body }) => ({ time, ...body })),
  };
  return safeJson(result, 2);
}
