import { calm, scripted } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import { readManifests } from '@simlet/manifest';
import type { Extent, Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Assumption } from '../check/assumption.ts';
import { examine } from '../check/examine.ts';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { isCrash } from '../check/harm.ts';
import type { Settings } from '../check/settings.ts';
import { stopRows } from '../check/stop-runs.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import { edited } from './edit.ts';
import type { Edit } from './edit.ts';
import { execRemedies } from './exec-remedies.ts';
import type { Fix, NoFix } from './fix.ts';
import { graceRemedy } from './grace-remedy.ts';
import { probeRemedies } from './probe-remedies.ts';
import type { RemedyKind } from './remedy.ts';
import { sidecarRemedies } from './sidecar-remedies.ts';
import { sleepRemedies } from './sleep-remedies.ts';
import { withoutRemedy } from './without-remedy.ts';

/** Remedies with their numbers. */
type Choice = readonly { readonly kind: RemedyKind; readonly value: number }[];

/**
 * The smallest change of the manifest with which what broke holds, found by search over simulations and then tried with the full
 * set of runs on the manifest as it reads after the change. Undefined where nothing is broken.
 */
export function findFix(examination: Examination, settings: Settings): Fix | NoFix | undefined {
  const all = examination.properties.filter(isMendable).toSorted((a, b) => weight(a) - weight(b));
  if (all.length === 0) return undefined;
  const kinds = remediesOf(examination.workload);
  // With every number as large as it may be: what does not hold then no number mends.
  const endless = examination.assumptions.some(
    ({ subject, least }) => subject === 'preStop' && least === Number.POSITIVE_INFINITY,
  );
  const mendable = all.filter((result) => {
    // No grace period is long enough for a hook that never ends, and to simulate the longest ones takes its time.
    if (endless && ENDED_BY_HOOK.includes(result.property.id)) return false;
    const own = kinds.filter(({ mends }) => mends.includes(result.property.id));
    return (
      own.length > 0 && searcher(examination.workload, demandsOf([result], examination, settings)).holds(largest(own))
    );
  });
  if (settings.model.gracePeriodSeconds !== undefined) return fixFor(all, examination, settings);
  if (mendable.length === 0)
    return { none: withoutRemedy(all, kinds), properties: all.map(({ property }) => property.id) };
  const fix = fixFor(mendable, examination, settings);
  const broken = mendable.filter(({ outcome }) => outcome === 'broken');
  // What is broken for certain may be mended where what rests on unknown numbers cannot.
  const isWorthATry = 'none' in fix && broken.length > 0 && broken.length < mendable.length;
  return isWorthATry ? fixFor(broken, examination, settings) : fix;
}

/** What is broken comes before what rests on numbers, as in the report. */
function weight({ outcome, finding }: PropertyResult): number {
  return (outcome === 'broken' ? 0 : 1_000_000) + (finding?.deviations.length ?? 0);
}

function fixFor(broken: readonly PropertyResult[], examination: Examination, settings: Settings): Fix | NoFix {
  const { workload } = examination;
  const ids = broken.map(({ property }) => property.id);
  const kinds = remediesOf(workload).filter(({ mends }) => mends.some((id) => ids.includes(id)));
  const grace = settings.model.gracePeriodSeconds;
  if (grace !== undefined)
    return {
      none: `the delete comes with a grace period of ${grace} s, which no field of the manifest changes`,
      properties: ids,
    };
  const demands = demandsOf(broken, examination, settings);
  const search = searcher(workload, demands);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const choice = smallest(kinds, search);
    const fixed = choice === undefined ? undefined : search.workloadWith(choice);
    if (fixed === undefined) break;
    const proofs = demands.map(({ settings: own, judged }) => examine(fixed.workload, judged, own));
    const still = proofs
      .flatMap(({ properties }) => properties)
      .filter(({ property: { id }, outcome }) => outcome === 'broken' || (outcome === 'depends' && ids.includes(id)));
    // What it takes a restart of the kubelet to break no number was to mend.
    const left = still.filter(({ finding }) => finding?.deviations.some(isCrash) !== true);
    const leaves = still
      .filter((result) => !left.includes(result) && ids.includes(result.property.id))
      .map(({ property }) => property.id);
    if (leaves.length > 0) left.push(...withoutFaults(fixed.workload, demands, leaves));
    const runs = proofs.flatMap((proof) => proof.runs).reduce((sum, made) => sum + made.runs, 0);
    const excluded = left.length === 0 ? excludedBy(fixed.workload, fixed.words, ids, settings) : undefined;
    if (excluded !== undefined) return { none: excluded, properties: ids };
    if (left.length === 0) return { changes: fixed.words, edits: fixed.edits, properties: ids, runs, leaves };
    // What breaks it is from now on among the runs that the search makes.
    for (const { finding } of left) if (finding !== undefined) search.learn(finding.deviations);
  }
  return { none: withoutRemedy(broken, kinds), properties: ids };
}

/** Which of the causes that the nodes are said to know leaves less than what the fix asks for; undefined where none does. */
function excludedBy(
  workload: Workload,
  changes: readonly string[],
  ids: readonly string[],
  { nodes = [], model }: Settings,
): string | undefined {
  if (nodes.length === 0) return undefined;
  const cut = stopRows(workload, model).find(
    ({ cause, cell }) => nodes.some((node) => node === cause) && cell !== undefined && cell.cleanUp !== 'completed',
  );
  if (cut === undefined) return undefined;
  return `${ids.join(' and ')} needs ${changes.join('; ')}, and with ${cut.cause} there is not that much time (${cut.cell?.why ?? ''}): the two exclude each other`;
}

/** What breaks without a restart of the kubelet as well: of a property that one breaks, the full runs look no further. */
function withoutFaults(
  workload: Workload,
  demands: readonly Demand[],
  ids: readonly string[],
): readonly PropertyResult[] {
  return demands.flatMap(({ settings, judged }) => {
    const asked = judged.filter(({ id }) => ids.includes(id));
    const { properties } = examine(workload, asked, { ...settings, faults: false });
    return properties.filter(({ outcome }) => outcome === 'broken' || outcome === 'depends');
  });
}

/** What has to hold, in runs that are stopped alike. */
interface Demand {
  readonly settings: Settings;
  readonly properties: readonly Invariant[];
  /** All that is judged in the proof: what held before has to hold still. */
  readonly judged: readonly Invariant[];
}

function demandsOf(broken: readonly PropertyResult[], examination: Examination, settings: Settings): readonly Demand[] {
  const usual = broken.filter(({ finding }) => finding?.stoppedBy === undefined).map(({ property }) => property);
  const asked = examination.properties.filter(
    ({ outcome, finding }) => outcome !== 'depends' && finding?.stoppedBy === undefined,
  );
  const judged = [...new Set([...asked.map(({ property }) => property), ...usual])];
  const others = broken.flatMap(({ property, finding }): readonly Demand[] => {
    if (finding?.stoppedBy === undefined) return [];
    const model = { ...settings.model, stoppedBy: finding.stoppedBy };
    return [{ settings: { ...settings, model }, properties: [property], judged: [property] }];
  });
  return [{ settings, properties: usual, judged }, ...others];
}

const MOST_ROUNDS = 6;
const ENDED_BY_HOOK: readonly string[] = [
  'prestop-completes',
  'exits-before-sigkill',
  'hooks-succeed',
  'sidecar-outlives-app',
];

/** Whether it breaks without any fault: in the calm run, or for some values of the durations. */
function isMendable({ finding, outcome }: PropertyResult): boolean {
  return (
    (outcome === 'broken' || outcome === 'depends') &&
    finding !== undefined &&
    finding.harmIf === undefined &&
    !finding.deviations.some(isCrash)
  );
}

/** What changes how the pod is built comes first, and the grace period, which must suit all else, last. */
function remediesOf(workload: Workload): readonly RemedyKind[] {
  return [
    ...execRemedies(workload),
    ...sleepRemedies(workload),
    ...sidecarRemedies(workload),
    ...probeRemedies(workload),
    graceRemedy(workload),
  ];
}

interface Search {
  /** Makes the run with these deviations one of those that have to hold. */
  readonly learn: (deviations: readonly Deviation[]) => void;
  readonly holds: (choice: Choice) => boolean;
  readonly workloadWith: (
    choice: Choice,
  ) => { readonly workload: Workload; readonly edits: readonly Edit[]; readonly words: readonly string[] } | undefined;
}

function searcher(workload: Workload, demands: readonly Demand[]): Search {
  // A file may hold a whole chart: only the document of this workload is read again.
  const document = documentOf(workload);
  const documentText = workload.fileText.slice(document.start, document.end);
  const workloadWith: Search['workloadWith'] = (choice) => {
    const remedies = choice.map(({ kind, value }) =>
      kind.how === 'number' ? kind.with(workload, value) : kind.with(workload),
    );
    const edits = remedies.flatMap((remedy) => remedy?.edits ?? []);
    const moved = edits.map((edit) => ({
      ...edit,
      start: edit.start - document.start,
      end: edit.end - document.start,
    }));
    const text = remedies.includes(undefined) ? undefined : edited(documentText, moved);
    if (text === undefined) return undefined;
    const again = readManifests(text, { file: workload.file }).workloads;
    const same = again.find(
      ({ kind, name, namespace }) =>
        kind === workload.kind && name === workload.name && namespace === workload.namespace,
    );
    return same === undefined
      ? undefined
      : { workload: same, edits, words: remedies.flatMap((remedy) => remedy?.words ?? []) };
  };
  const learnt: Deviation[][] = [];
  return {
    learn: (deviations) => learnt.push([...deviations]),
    workloadWith,
    holds(choice) {
      const changed = workloadWith(choice);
      if (changed === undefined) return false;
      return demands.every(({ settings, properties }) => {
        const faults = learnt.length > 0 && settings.faults;
        const { assumptions, experiment } = subjectOf(changed.workload, settings.model, faults);
        const ends = [calm(), extremes(assumptions, 'most'), extremes(assumptions, 'least')];
        const run = experiment('all', properties);
        return [...ends, ...learnt.map((one) => scripted(one))].every((chooser) => run(chooser).breaches.length === 0);
      });
    },
  };
}

function documentOf({ fileText, written }: Workload): Extent {
  const at = written(['spec'])?.value.start ?? 0;
  const start = fileText.lastIndexOf('\n---', at) + 1;
  const end = fileText.indexOf('\n---', at);
  return { start, end: end < 0 ? fileText.length : end + 1 };
}

function largest(kinds: readonly RemedyKind[]): Choice {
  return kinds.map((kind) => ({ kind, value: kind.how === 'number' ? kind.most : 0 }));
}

/** The fewest remedies, and of each the smallest number. */
function smallest(kinds: readonly RemedyKind[], { holds }: Search): Choice | undefined {
  const all = largest(kinds);
  if (all.length === 0 || !holds(all)) return undefined;
  let choice: Choice = all;
  // The last is let go first: what is built otherwise may do without a longer grace period.
  for (const one of all.toReversed()) {
    const fewer = choice.filter((other) => other !== one);
    if (fewer.length > 0 && holds(fewer)) choice = fewer;
  }
  for (const { kind } of choice) {
    if (kind.how !== 'number') continue;
    const withNumber = (value: number): Choice =>
      choice.map((other) => (other.kind === kind ? { kind, value } : other));
    choice = withNumber(least(kind.current, kind.most, (value) => holds(withNumber(value))));
  }
  return choice;
}

/** The smallest number above `current` for which it holds, where it does for `most`. */
function least(current: number, most: number, holds: (value: number) => boolean): number {
  let low = current;
  let high = Math.max(1, current);
  do high = Math.min(most, high * 2);
  while (high < most && !holds(high));
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Every duration as long or as short as it may be, and everything else calm. */
function extremes(assumptions: readonly Assumption[], which: 'most' | 'least'): Chooser {
  // A longer init container would only have the pod deleted before there is anything to stop.
  const names = new Set(assumptions.filter(({ subject }) => subject !== 'run').map(({ name }) => name));
  return {
    choose: (name, _occurrence, domain) =>
      !names.has(name) ? domain.simplest : which === 'most' ? domain.max : domain.min,
  };
}
