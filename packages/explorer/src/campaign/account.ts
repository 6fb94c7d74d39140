import { hashOf } from './text-hash.ts';
import type { LostRun, SliceDivergence, SliceFinding, SliceResult } from './slice-result.ts';

/** What a campaign knows so far. The order in which slices come in makes no difference. */
export interface Account {
  /** Without their states. */
  readonly slices: ReadonlyMap<number, SliceResult>;
  /** From each state to the first slice, in the order of the plan, that was in it. */
  readonly states: ReadonlyMap<string, number>;
  /**
   * Takes a slice in, and answers with what has to be kept of it: without the states that an earlier slice of the plan is known to
   * have been in, and without the runs that broke what an earlier one broke. A slice that is there already changes nothing.
   */
  add(result: SliceResult): SliceResult;
}

export function createAccount(): Account {
  const slices = new Map<number, SliceResult>();
  const states = new Map<string, number>();
  const broken = new Map<string, number>();
  const isFirst = (known: Map<string, number>, key: string, index: number): boolean => {
    if ((known.get(key) ?? Number.POSITIVE_INFINITY) <= index) return false;
    known.set(key, index);
    return true;
  };
  return {
    slices,
    states,
    add(result) {
      if (slices.has(result.index)) return { ...result, states: [] };
      const { index, subject } = result;
      const kept = {
        ...result,
        states: result.states.filter((state) => isFirst(states, `${subject}/${state}`, index)),
        findings: result.findings.map((finding) =>
          isFirst(broken, `${subject}/${finding.breachId}`, index)
            ? finding
            : { ...finding, label: '', deviations: [] },
        ),
      };
      slices.set(index, { ...kept, states: [] });
      return kept;
    },
  };
}

/** What one strategy did in a campaign. */
export interface CampaignStrategy {
  readonly strategy: string;
  readonly runs: number;
  readonly milliseconds: number;
  readonly newStates: number;
  /** Rules that it was the first to break. */
  readonly findings: number;
}

/** A rule of a subject that was broken, with the first run that did. */
export interface CampaignFinding extends SliceFinding {
  readonly subject: number;
  readonly strategy: string;
  readonly slice: number;
}

/** What a campaign came to: the same for the same slices, however many workers ran them. */
export interface CampaignResult {
  readonly runs: number;
  readonly slices: number;
  readonly digest: string;
  readonly strategies: readonly CampaignStrategy[];
  readonly findings: readonly CampaignFinding[];
  /** For each subject how many runs came into each situation. */
  readonly marks: readonly ReadonlyMap<string, number>[];
  readonly divergences: readonly (SliceDivergence & { readonly subject: number })[];
  readonly lost: readonly (LostRun & { readonly subject: number; readonly strategy: string })[];
}

export function resultOf({ slices, states }: Account, subjects: number): CampaignResult {
  const ordered = [...slices.values()].toSorted((one, other) => one.index - other.index);
  const findings = firstFindings(ordered);
  const marks = Array.from({ length: subjects }, () => new Map<string, number>());
  for (const slice of ordered) {
    const counts = marks[slice.subject];
    for (const [mark, runs] of slice.marks) counts?.set(mark, (counts.get(mark) ?? 0) + runs);
  }
  return {
    runs: ordered.reduce((sum, { runs }) => sum + runs, 0),
    slices: ordered.length,
    digest: digestOf(ordered),
    strategies: strategiesOf(ordered, states, findings),
    findings,
    marks,
    divergences: ordered.flatMap(({ subject, divergences }) => divergences.map((one) => ({ ...one, subject }))),
    lost: ordered.flatMap(({ subject, strategy, lost }) => lost.map((one) => ({ ...one, subject, strategy }))),
  };
}

function digestOf(slices: readonly SliceResult[]): string {
  let digest = 0;
  for (const { index, digest: own } of slices) digest = hashOf(`${digest}/${index}/${own}`);
  return digest.toString(16).padStart(14, '0');
}

function firstFindings(slices: readonly SliceResult[]): readonly CampaignFinding[] {
  const findings = new Map<string, CampaignFinding>();
  for (const { subject, strategy, index, findings: found } of slices) {
    for (const finding of found) {
      const key = `${subject}/${finding.breachId}`;
      const known = findings.get(key);
      const first = { ...finding, subject, strategy, slice: index, runs: 0 };
      findings.set(key, { ...(known ?? first), runs: (known?.runs ?? 0) + finding.runs });
    }
  }
  return [...findings.values()];
}

function strategiesOf(
  slices: readonly SliceResult[],
  states: ReadonlyMap<string, number>,
  findings: readonly CampaignFinding[],
): readonly CampaignStrategy[] {
  const names = [...new Set(slices.map(({ strategy }) => strategy))];
  const ofSlice = new Map(slices.map(({ index, strategy }) => [index, strategy]));
  return names.map((strategy) => {
    const own = slices.filter((slice) => slice.strategy === strategy);
    return {
      strategy,
      runs: own.reduce((sum, { runs }) => sum + runs, 0),
      milliseconds: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      newStates: [...states.values()].filter((slice) => ofSlice.get(slice) === strategy).length,
      findings: findings.filter((finding) => finding.strategy === strategy).length,
    };
  });
}
