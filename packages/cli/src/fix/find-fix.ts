import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { isCrash } from '../check/harm.ts';
import type { Settings } from '../check/settings.ts';
import type { Steps } from '../check/steps.ts';
import { stopRows } from '../check/stop-runs.ts';
import { execRemedies } from './exec-remedies.ts';
import type { Fix, NoFix } from './fix.ts';
import { graceRemedy } from './grace-remedy.ts';
import { probeRemedies } from './probe-remedies.ts';
import { prove } from './proof.ts';
import type { Demand } from './proof.ts';
import type { RemedyKind } from './remedy.ts';
import { searcher } from './search.ts';
import type { Search } from './search.ts';
import { sharedEdits } from './sharers.ts';
import { shorterSleeps } from './shorter-sleep.ts';
import { sidecarRemedies } from './sidecar-remedies.ts';
import { sleepRemedies } from './sleep-remedies.ts';
import { largest, smallest } from './smallest.ts';
import { withoutRemedy } from './without-remedy.ts';

/** What the parts of a search have in common. */
interface Case {
  readonly examination: Examination;
  readonly settings: Settings;
  readonly kinds: readonly RemedyKind[];
  readonly search: Search;
}

/**
 * The smallest change of the manifest with which what broke holds, found by search over simulations and then tried with the full
 * set of runs on the manifest as it reads after the change. Undefined where nothing is broken. Pauses after each run.
 */
export function* findFix(examination: Examination, settings: Settings): Steps<Fix | NoFix | undefined> {
  const all = examination.properties.filter(isMendable).toSorted((a, b) => weight(a) - weight(b));
  if (all.length === 0) return undefined;
  const kinds = remediesOf(examination.workload, settings);
  const properties = all.map(({ property }) => property);
  const search = searcher(examination.workload, properties);
  for (const { finding } of all) if (finding !== undefined) search.learn(finding.deviations);
  const one: Case = { examination, settings, kinds, search };
  const none = { none: withoutRemedy(all, kinds, settings), properties: properties.map(({ id }) => id) };
  const mendable = yield* mendableOf(all, one);
  if (mendable.length === 0) return none;
  const fix = yield* fixFor(mendable, one);
  const broken = mendable.filter(({ outcome }) => outcome === 'broken');
  // What is broken for certain may be mended where what rests on unknown numbers cannot.
  const isWorthATry = 'none' in fix && broken.length > 0 && broken.length < mendable.length;
  const found = isWorthATry ? yield* fixFor(broken, one) : fix;
  const rest = all.filter((result) => result.outcome === 'broken' && !mendable.includes(result));
  if (!('none' in found) || rest.length === 0) return found;
  // What no change mends must not stand in the way of what one does.
  const partial = yield* fixFor(mendable, one, rest);
  return 'none' in partial ? none : partial;
}

/** Those of the properties that hold with every number as large as it may be: the others no number mends. */
function* mendableOf(
  all: readonly PropertyResult[],
  { examination, settings, kinds, search }: Case,
): Steps<readonly PropertyResult[]> {
  // No grace period is long enough for a hook that never ends, and to simulate the longest ones takes its time.
  const endless = examination.assumptions.some(
    ({ subject, least }) => subject === 'preStop' && least === Number.POSITIVE_INFINITY,
  );
  const mendable: PropertyResult[] = [];
  for (const result of all) {
    const { id } = result.property;
    if (endless && ENDED_BY_HOOK.includes(id)) continue;
    const own = kinds.filter(({ mends }) => mends.includes(id));
    if (own.length === 0) continue;
    if (yield* search.holds(largest(own), demandsOf([result], examination, settings))) mendable.push(result);
  }
  return mendable;
}

/** What is broken comes before what rests on numbers, as in the report. */
function weight({ outcome, finding }: PropertyResult): number {
  return (outcome === 'broken' ? 0 : 1_000_000) + (finding?.deviations.length ?? 0);
}

/** `beyond`: what stays broken, with what follows from it in situations that did not arise before. */
function* fixFor(
  broken: readonly PropertyResult[],
  one: Case,
  beyond: readonly PropertyResult[] = [],
): Steps<Fix | NoFix> {
  const { examination, settings, kinds: every, search } = one;
  const ids = broken.map(({ property }) => property.id);
  const kinds = every.filter(({ mends }) => mends.some((id) => ids.includes(id)));
  const demands = demandsOf(broken, examination, settings);
  const lets = (id: string): boolean => beyond.length > 0 && !mustHold(id, ids, examination);
  let conflict: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const choice = yield* smallest(kinds, (tried) => search.holds(tried, demands));
    const fixed = choice === undefined ? undefined : search.changed(choice);
    if (fixed === undefined) break;
    const { runs, leaves, stays, counterExample, breaks } = yield* prove(fixed.workload, demands, { mends: ids, lets });
    const against = counterExample ?? (yield* breakingWithoutFaults(fixed.workload, demands, leaves));
    // What breaks it is from now on among the runs that the search makes.
    if (against !== undefined) {
      const other = breaks === undefined || ids.includes(breaks) ? undefined : breaks;
      conflict =
        other === undefined
          ? undefined
          : `${ids.join(' and ')} needs ${fixed.words.join('; ')}, and with that ${other} breaks: the two exclude each other`;
      search.learn(against);
      continue;
    }
    const excluded = yield* excludedBy(fixed.workload, fixed.words, ids, settings);
    if (excluded !== undefined) return yield* withoutMoreGrace(broken, one, excluded);
    const changes = [...fixed.words, ...sharedEdits(examination.workload, fixed.edits)];
    const fix = { changes, edits: fixed.edits, properties: ids, runs, leaves };
    return stays.length === 0
      ? fix
      : { ...fix, stays: { none: withoutRemedy(beyond, kinds, settings), properties: stays } };
  }
  return { none: conflict ?? withoutRemedy(broken, kinds, settings), properties: ids };
}

/** The nodes do not grant the time that a fix asks for: then what the hooks wait for has to be shorter. */
function* withoutMoreGrace(broken: readonly PropertyResult[], one: Case, excluded: string): Steps<Fix | NoFix> {
  const none = { none: excluded, properties: broken.map(({ property }) => property.id) };
  if (one.settings.graceMayGrow === false) return none;
  const settings = { ...one.settings, graceMayGrow: false };
  const shorter = yield* fixFor(broken, { ...one, settings, kinds: remediesOf(one.examination.workload, settings) });
  return 'none' in shorter ? none : shorter;
}

/** Whether a property is one that a change mends, or held before. */
function mustHold(id: string, mended: readonly string[], { properties }: Examination): boolean {
  return mended.includes(id) || properties.some(({ property, outcome }) => property.id === id && outcome === 'holds');
}

/** Which of the causes that the nodes are said to know leaves less than what the fix asks for; undefined where none does. */
function* excludedBy(
  workload: Workload,
  changes: readonly string[],
  ids: readonly string[],
  { nodes = [], model }: Settings,
): Steps<string | undefined> {
  if (nodes.length === 0) return undefined;
  const rows = yield* stopRows(workload, model);
  const cut = rows.find(
    ({ cause, cell }) => nodes.some((node) => node === cause) && cell !== undefined && cell.cleanUp !== 'completed',
  );
  if (cut === undefined) return undefined;
  return `${ids.join(' and ')} needs ${changes.join('; ')}, and with ${cut.cause} there is not that much time (${cut.cell?.why ?? ''}): the two exclude each other`;
}

/** A run without any fault that breaks what runs with faults broke: these say nothing about the others. */
function* breakingWithoutFaults(
  workload: Workload,
  demands: readonly Demand[],
  ids: readonly string[],
): Steps<readonly Deviation[] | undefined> {
  if (ids.length === 0) return undefined;
  const calmer = demands.map(({ settings, properties, judged }) => ({
    settings: { ...settings, faults: false },
    properties,
    judged: judged.filter(({ id }) => ids.includes(id)),
  }));
  return (yield* prove(workload, calmer, { mends: ids, lets: () => false })).counterExample;
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
  return [{ settings, properties: usual, judged }, ...others, ...demandsOfNodes(usual, settings)];
}

/** Where the grace period may not grow, what the nodes do must leave enough time as well. */
function demandsOfNodes(properties: readonly Invariant[], settings: Settings): readonly Demand[] {
  if (settings.graceMayGrow !== false) return [];
  return (settings.nodes ?? []).map((cause) => {
    const model = { ...settings.model, stoppedBy: { cause } };
    return { settings: { ...settings, model }, properties, judged: properties };
  });
}

const MOST_ROUNDS = 12;
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
function remediesOf(workload: Workload, { graceMayGrow, model }: Settings): readonly RemedyKind[] {
  const grows = graceMayGrow !== false && model.gracePeriodSeconds === undefined;
  return [
    ...execRemedies(workload),
    ...sleepRemedies(workload),
    ...sidecarRemedies(workload),
    ...probeRemedies(workload),
    ...(grows ? [graceRemedy(workload)] : shorterSleeps(workload)),
  ];
}
