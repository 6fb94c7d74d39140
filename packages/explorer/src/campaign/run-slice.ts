import { calm, scripted } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import type { Execution, Experiment } from '../experiment.ts';
import { calmStrategy } from '../strategies/calm.ts';
import { corpusStrategy } from '../strategies/corpus.ts';
import { RANDOM_STRATEGIES } from '../strategies/portfolio.ts';
import { singleDeviations } from '../strategies/single-deviations.ts';
import type { Attempt, Attempts } from '../strategies/strategy.ts';
import { guarded } from './guarded.ts';
import type { CampaignPlan, Slice, Survey } from './plan.ts';
import type { LostRun, SliceDivergence, SliceFinding, SliceResult } from './slice-result.ts';
import { hashOf } from './text-hash.ts';

/** What a slice is run with besides its plan. */
export interface SliceWatch {
  /** Runs that are known never to end: they are left out. */
  readonly lost: readonly LostRun[];
  /** Told before each run, by its number within the slice. */
  readonly onRun: (run: number, label: string) => void;
  /** The run whose deviations are to be told as they are taken, since it may never end. */
  readonly watched?: { readonly run: number; readonly onDeviation: (deviation: Deviation) => void };
  readonly now: () => number;
}

/** Every so many runs of a slice one that passes is made twice. */
const RECHECKED = 25;

export function surveyOf(experiment: Experiment, { sweepLimit }: CampaignPlan): Survey {
  const { deviations, leftOut } = singleDeviations(calmRun(experiment), sweepLimit);
  return { singles: deviations.length, leftOut };
}

function calmRun(experiment: Experiment): Execution {
  return guarded(experiment)(calm(), { recordAsked: true });
}

/** Makes the runs of a slice. */
export function runSlice(experiment: Experiment, plan: CampaignPlan, slice: Slice, watch: SliceWatch): SliceResult {
  const tally = tallyOf();
  const began = watch.now();
  const safe = guarded(experiment);
  const attempts = attemptsOf(plan, slice, () => calmRun(experiment));
  const lost: LostRun[] = [...watch.lost];
  let run = 0;
  for (let step = attempts.next(); step.done !== true; run += 1) {
    const attempt = step.value;
    watch.onRun(run, attempt.label);
    if (watch.lost.some((one) => one.run === run)) step = attempts.next(NOTHING);
    else {
      const execution = makeRun(safe, attempt, watch.watched?.run === run ? watch.watched.onDeviation : undefined);
      const { endless, deviations } = execution;
      if (endless !== undefined) lost.push({ run, label: attempt.label, deviations, why: endless });
      tally.add(run, attempt.label, execution);
      const isSuspect = tally.isFirst(run) || run % RECHECKED === 0;
      if (isSuspect) tally.confirm(attempt.label, execution, safe(scripted(execution.deviations)));
      step = attempts.next(execution);
    }
  }
  const { index, subject, strategy } = slice;
  return {
    index,
    subject,
    strategy,
    runs: run,
    milliseconds: watch.now() - began,
    ...tally.result(),
    lost,
  };
}

const NOTHING: Execution = { digest: '', deviations: [], asked: [], breaches: [] };

function makeRun(
  experiment: Experiment,
  attempt: Attempt,
  onDeviation: ((deviation: Deviation) => void) | undefined,
): Execution {
  const chooser = onDeviation === undefined ? attempt.chooser() : telling(attempt.chooser(), onDeviation);
  return experiment(chooser, { ...attempt.options, recordStates: true });
}

/** The chooser, telling each outcome that is not simplest when it is taken. */
function telling(chooser: Chooser, onDeviation: (deviation: Deviation) => void): Chooser {
  return {
    choose(name, occurrence, domain) {
      const outcome = chooser.choose(name, occurrence, domain);
      if (outcome !== domain.simplest) onDeviation({ name, occurrence, outcome });
      return outcome;
    },
  };
}

function attemptsOf(plan: CampaignPlan, slice: Slice, calmly: () => Execution): Attempts {
  const { strategy, from, runs, subject } = slice;
  if (strategy === 'calm') return calmStrategy().plan(NOTHING).attempts;
  if (strategy === 'corpus') return corpusStrategy(plan.corpus[subject] ?? []).plan(NOTHING).attempts;
  if (strategy === 'single deviations') {
    const { deviations } = singleDeviations(calmly(), plan.sweepLimit);
    return corpusStrategy(deviations.slice(from, from + runs).map((one) => [one])).plan(NOTHING).attempts;
  }
  const random = RANDOM_STRATEGIES.map((make) => make(runs, from)).find(({ name }) => name === strategy);
  if (random === undefined) throw new RangeError(`no strategy ${strategy}`);
  return random.plan(calmly()).attempts;
}

interface Tally {
  add(run: number, label: string, execution: Execution): void;
  /** Whether a rule was broken for the first time in this run. */
  isFirst(run: number): boolean;
  confirm(label: string, first: Execution, second: Execution): void;
  result(): Pick<SliceResult, 'digest' | 'states' | 'marks' | 'findings' | 'divergences'>;
}

function tallyOf(): Tally {
  const marks = new Map<string, number>();
  const states = new Set<number>();
  const findings = new Map<string, SliceFinding>();
  const divergences: SliceDivergence[] = [];
  let digest = '';
  return {
    add(run, label, execution) {
      digest = String(hashOf(`${digest}/${execution.digest}`));
      for (const mark of execution.marks?.keys() ?? []) marks.set(mark, (marks.get(mark) ?? 0) + 1);
      for (const state of execution.states ?? []) states.add(hashOf(state));
      for (const { id, message = '' } of new Map(execution.breaches.map((one) => [one.id, one])).values()) {
        const known = findings.get(id);
        const first = { breachId: id, message, runs: 0, run, label, deviations: execution.deviations };
        findings.set(id, { ...(known ?? first), runs: (known?.runs ?? 0) + 1 });
      }
    },
    isFirst: (run) => [...findings.values()].some((finding) => finding.run === run),
    confirm(label, first, second) {
      if (first.digest === second.digest) return;
      divergences.push({ label, deviations: first.deviations, digests: [first.digest, second.digest] });
    },
    result: () => ({
      digest,
      states: [...states],
      marks: [...marks],
      findings: [...findings.values()],
      divergences,
    }),
  };
}
