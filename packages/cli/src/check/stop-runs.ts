import { runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { TimedFact } from '../render/lanes.ts';
import type { Assumption } from './assumption.ts';
import { isOpen } from './assumption.ts';
import { USUAL_NODES } from './node-facts.ts';
import { containersOf } from './placed-container.ts';
import type { PlacedContainer } from './placed-container.ts';
import type { ModelSettings } from './settings.ts';
import { UNTOLD } from './steps.ts';
import type { Steps } from './steps.ts';
import { causesOfContainer, impossible, limitsOf, STOP_CAUSES } from './stop-cause.ts';
import type { Stop } from './stop-cause.ts';
import { cellOf } from './stop-cell.ts';
import type { ReadCell } from './stop-cell.ts';
import { NOT_RUNNING } from './stop-table.ts';
import type { StopCell, StopRow } from './stop-table.ts';
import { subjectOf } from './workload-experiment.ts';

/** The assumptions that a stop depends on. */
const STOPS: readonly Assumption['subject'][] = ['preStop', 'stop', 'signal'];

interface Ran {
  readonly facts: readonly TimedFact[];
  readonly digest: string;
  readonly from: Micros;
}

/** Each cause that can stop a workload, with each container that lives as long as the pod: calm runs, one for each row. Pauses after each row. */
export function* stopRows(workload: Workload, settings: ModelSettings): Steps<readonly StopRow[]> {
  const placed = containersOf(workload.pod).filter(({ role }) => role !== 'init');
  const run = runner(workload, settings);
  const rows: StopRow[] = [];
  for (const cause of STOP_CAUSES) {
    if (cause === 'nothing') continue;
    for (const each of placed) {
      rows.push(rowOf({ cause, ...containerFor(cause, each) }, each, workload.kind, run));
      yield UNTOLD;
    }
  }
  return rows;
}

/** The numbers that nobody gave: as usual, or all of them as small or as large as they may be. */
type Durations = 'usual' | 'shortest' | 'longest';

type Runner = (stop: Stop, durations: Durations) => Ran & { readonly open: readonly Assumption[] };

function containerFor(cause: Stop['cause'], { container }: PlacedContainer): Pick<Stop, 'container'> {
  return causesOfContainer.includes(cause) ? { container: container.name } : {};
}

/** A sidecar waits for others, so that their numbers are its own as well. */
function decidesAbout({ container, role }: PlacedContainer): (assumption: Assumption) => boolean {
  return (assumption) => role === 'sidecar' || assumption.container === container.name;
}

function rowOf(stop: Stop, placed: PlacedContainer, kind: string, run: Runner): StopRow {
  const { container } = placed;
  const row = { cause: stop.cause, container: container.name };
  const not = impossible(stop, container, kind);
  if (not !== undefined) return { ...row, impossible: not };
  // A startup probe kills before anything else could.
  const read = ({ facts, from }: Ran): ReadCell | undefined =>
    cellOf(
      facts,
      container.name,
      stop.cause === 'startup' ? 0 : from,
      container.lifecycle?.preStop !== undefined,
      stop.cause === 'oom',
      limitsOf(stop.cause, USUAL_NODES),
    );
  const usual = run(stop, 'usual');
  const cell = read(usual);
  if (cell === undefined) return { ...row, impossible: NOT_RUNNING };
  const { completed, why, ...shown } = cell;
  const open = usual.open.filter(decidesAbout(placed));
  const other = open.length === 0 ? undefined : read(run(stop, completed ? 'longest' : 'shortest'));
  return {
    ...row,
    cell: { ...shown, ...cleanUp({ completed, why }, other, open), digest: usual.digest, replay: stop },
  };
}

/** `other`: the same with the numbers that nobody gave so that it may come out the other way. */
function cleanUp(
  { completed, why }: Pick<ReadCell, 'completed' | 'why'>,
  other: ReadCell | undefined,
  open: readonly Assumption[],
): Pick<StopCell, 'cleanUp' | 'why' | 'dependsOn'> {
  if (other !== undefined && other.completed !== completed)
    return { cleanUp: 'depends', why: completed ? other.why : why, dependsOn: open.map(({ name }) => name) };
  return completed ? { cleanUp: 'completed', why: '', dependsOn: [] } : { cleanUp: 'cut', why, dependsOn: [] };
}

/** Runs that differ in nothing are made once. */
function runner(workload: Workload, settings: ModelSettings): Runner {
  const known = new Map<string, Ran>();
  return (stop, durations) => {
    const subject = subjectOf(workload, { ...settings, stoppedBy: stop }, false);
    const open = subject.assumptions.filter((one) => isOpen(one) && STOPS.includes(one.subject));
    const deviations =
      durations === 'usual'
        ? []
        : open.map(({ name, least, most }) => ({
            name,
            occurrence: 0,
            outcome: durations === 'longest' ? most : least,
          }));
    const scenario = subject.scenario(deviations);
    const key = JSON.stringify([
      scenario.actions,
      scenario.untilMs,
      stop.cause === 'liveness' || stop.cause === 'startup' ? stop : '',
      durations,
    ]);
    const ran = known.get(key) ?? ranOf(scenario, subject.stopMs(deviations));
    known.set(key, ran);
    return { ...ran, open };
  };
}

function ranOf(scenario: Scenario, fromMs: number): Ran {
  const { facts, digest } = runScenario(scenario, { facts: 'keep' });
  return { facts, digest, from: fromMs * 1_000 };
}
