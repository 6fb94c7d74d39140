import { calm, scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { shrink } from '../shrinking/shrink.ts';
import { guarded } from './guarded.ts';
import type { CampaignPlan } from './plan.ts';
import { runSlice, surveyOf } from './run-slice.ts';
import type { CampaignSubject } from './subject.ts';
import type { ShrunkFinding, WorkerAnswer, WorkerTask } from './worker-messages.ts';

/** What is told while a task is done. */
export interface TaskWatch {
  onRun(run: number, label: string): void;
  onDeviation(deviation: Deviation): void;
  now(): number;
}

/** Does what a campaign asks a worker for. */
export function doTask(
  task: WorkerTask,
  plan: CampaignPlan,
  subjects: readonly CampaignSubject[],
  watch: TaskWatch,
): WorkerAnswer {
  const place = task.kind === 'slice' ? task.slice.subject : task.subject;
  const subject = subjects[place];
  if (subject === undefined) throw new RangeError(`a campaign of ${subjects.length} subjects has no number ${place}`);
  switch (task.kind) {
    case 'survey':
      watch.onRun(0, 'the calm run');
      return surveyOf(subject.experiment, plan);
    case 'slice':
      return runSlice(subject.experiment, plan, task.slice, {
        lost: task.lost,
        onRun: (run, label) => watch.onRun(run, label),
        ...(task.watched === undefined
          ? {}
          : { watched: { run: task.watched, onDeviation: (deviation) => watch.onDeviation(deviation) } }),
        now: () => watch.now(),
      });
    case 'shrink':
      return shrunk(subject, task, watch);
  }
}

function shrunk(
  { experiment }: CampaignSubject,
  { breachId, deviations, mostRuns }: Extract<WorkerTask, { readonly kind: 'shrink' }>,
  watch: TaskWatch,
): ShrunkFinding {
  let runs = 0;
  const safe: typeof experiment = (chooser, options) => {
    watch.onRun(runs, 'shrinking');
    runs += 1;
    return guarded(experiment)(chooser, options);
  };
  const failing = safe(deviations.length === 0 ? calm() : scripted(deviations));
  const { execution } = shrink(safe, failing, breachId, mostRuns);
  const again = safe(scripted(execution.deviations));
  const breach = execution.breaches.find(({ id }) => id === breachId);
  return {
    deviations: execution.deviations,
    digest: execution.digest,
    message: breach?.message ?? '',
    runs,
    repeats: again.digest === execution.digest && breach !== undefined,
  };
}

/** The simplest run of a finding, in this thread. */
export function shrinkFinding(
  subjects: readonly CampaignSubject[],
  { subject, breachId, deviations }: Omit<Extract<WorkerTask, { readonly kind: 'shrink' }>, 'kind'>,
): ShrunkFinding {
  const own = subjects[subject];
  if (own === undefined) throw new RangeError(`a campaign of ${subjects.length} subjects has no number ${subject}`);
  const watch = { onRun: () => {}, onDeviation: () => {}, now: () => 0 };
  return shrunk(own, { kind: 'shrink', subject, breachId, deviations }, watch);
}
