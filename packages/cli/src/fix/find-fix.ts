import type { Workload } from '@simlet/manifest';
import { examine } from '../check/examine.ts';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { isCrash } from '../check/harm.ts';
import type { Settings } from '../check/settings.ts';
import { stopRows } from '../check/stop-runs.ts';
import { execRemedies } from './exec-remedies.ts';
import type { Fix, NoFix } from './fix.ts';
import { graceRemedy } from './grace-remedy.ts';
import { probeRemedies } from './probe-remedies.ts';
import type { RemedyKind } from './remedy.ts';
import { largest, searcher, smallest } from './search.ts';
import type { Demand } from './search.ts';
import { sidecarRemedies } from './sidecar-remedies.ts';
import { sleepRemedies } from './sleep-remedies.ts';
import { withoutRemedy } from './without-remedy.ts';

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
  const found = isWorthATry ? fixFor(broken, examination, settings) : fix;
  const rest = all.filter((result) => result.outcome === 'broken' && !mendable.includes(result));
  if (!('none' in found) || rest.length === 0) return found;
  // What no change mends must not stand in the way of what one does.
  const partial = fixFor(mendable, examination, settings, rest);
  return 'none' in partial
    ? { none: withoutRemedy(all, kinds), properties: all.map(({ property }) => property.id) }
    : partial;
}

/** What is broken comes before what rests on numbers, as in the report. */
function weight({ outcome, finding }: PropertyResult): number {
  return (outcome === 'broken' ? 0 : 1_000_000) + (finding?.deviations.length ?? 0);
}

/** `beyond`: what stays broken, with what follows from it in situations that did not arise before. */
function fixFor(
  broken: readonly PropertyResult[],
  examination: Examination,
  settings: Settings,
  beyond: readonly PropertyResult[] = [],
): Fix | NoFix {
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
    const wrong = proofs
      .flatMap(({ properties }) => properties)
      .filter(({ property: { id }, outcome }) => outcome === 'broken' || (outcome === 'depends' && ids.includes(id)));
    const stays = wrong.filter(({ property: { id } }) => beyond.length > 0 && !mustHold(id, ids, examination));
    const still = wrong.filter((result) => !stays.includes(result));
    // What it takes a restart of the kubelet to break no number was to mend.
    const left = still.filter(({ finding }) => finding?.deviations.some(isCrash) !== true);
    const leaves = still
      .filter((result) => !left.includes(result) && ids.includes(result.property.id))
      .map(({ property }) => property.id);
    if (leaves.length > 0) left.push(...withoutFaults(fixed.workload, demands, leaves));
    const runs = proofs.flatMap((proof) => proof.runs).reduce((sum, made) => sum + made.runs, 0);
    const excluded = left.length === 0 ? excludedBy(fixed.workload, fixed.words, ids, settings) : undefined;
    if (excluded !== undefined) return { none: excluded, properties: ids };
    if (left.length === 0) {
      const fix = { changes: fixed.words, edits: fixed.edits, properties: ids, runs, leaves };
      return stays.length === 0 ? fix : { ...fix, stays: staying(beyond, stays, kinds) };
    }
    // What breaks it is from now on among the runs that the search makes.
    for (const { finding } of left) if (finding !== undefined) search.learn(finding.deviations);
  }
  return { none: withoutRemedy(broken, kinds), properties: ids };
}

/** Whether a property is one that a change mends, or held before. */
function mustHold(id: string, mended: readonly string[], { properties }: Examination): boolean {
  return mended.includes(id) || properties.some(({ property, outcome }) => property.id === id && outcome === 'holds');
}

function staying(
  beyond: readonly PropertyResult[],
  stays: readonly PropertyResult[],
  kinds: readonly RemedyKind[],
): NoFix {
  return { none: withoutRemedy(beyond, kinds), properties: stays.map(({ property }) => property.id) };
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
