import { scripted } from '@simlet/core';
import type { Campaign, Failure, SettledFinding, SliceResult } from '@simlet/explorer';
import type { Invariant } from '@simlet/properties';
import type { ScenarioExecution } from '@simlet/trials';
import type { Examination, RunCount } from '../check/examination.ts';
import { resultOf } from '../check/examine.ts';
import type { Subject } from '../check/workload-experiment.ts';
import { askedOf, situationOf, workloadSubject } from './subject-source.ts';
import type { SubjectSource, WorkloadSource } from './subject-source.ts';

/** What a campaign has found out about each of its workloads, in the form of a check: for the reporters that both have. */
export async function campaignExaminations(
  campaign: Campaign,
  sources: readonly SubjectSource[],
  slices: readonly SliceResult[],
): Promise<readonly { readonly examination: Examination; readonly source: WorkloadSource }[]> {
  const workloads = sources.filter(
    (source): source is WorkloadSource => source.kind === 'workload' && source.freedom === 'given',
  );
  return Promise.all(
    workloads.map(async (source) => {
      const places = sources.flatMap((one, place) => (isSame(one, source) ? [place] : []));
      return { source, examination: await examinationOf(campaign, source, places, slices) };
    }),
  );
}

/** A workload has a subject with the usual numbers, and another one where those that nobody gave are free. */
function isSame(one: SubjectSource, { file, index }: WorkloadSource): boolean {
  return one.kind === 'workload' && one.file === file && one.index === index;
}

async function examinationOf(
  campaign: Campaign,
  source: WorkloadSource,
  places: readonly number[],
  slices: readonly SliceResult[],
): Promise<Examination> {
  const subject = workloadSubject(source);
  const { all, asked } = await askedOf(source, subject);
  const settled = campaign.settled.filter((one) => places.includes(one.subject));
  const failures = settled.flatMap((one) => failureOf(one, subject, asked));
  const reached = new Map<string, number>();
  for (const [mark, runs] of places.flatMap((place) => [...(campaign.marks[place] ?? [])]))
    reached.set(mark, (reached.get(mark) ?? 0) + runs);
  const tallies = new Map(
    asked.map(({ id }) => {
      const broken = settled.filter(({ breachId }) => breachId === id).reduce((sum, { runs }) => sum + runs, 0);
      return [id, { met: Math.max(broken, reached.get(situationOf(id)) ?? 0), broken }];
    }),
  );
  const situations = new Set(asked.map(({ id }) => situationOf(id)));
  return {
    workload: subject.workload,
    assumptions: subject.assumptions,
    deleteMs: subject.deleteMs,
    ready: subject.ready,
    properties: all.map((property) => resultOf(property, tallies, failures, subject, source.settings)),
    stopRows: [],
    answers: [],
    crashPoints: 0,
    runs: runsOf(slices.filter((slice) => places.includes(slice.subject))),
    reached: [...reached].filter(([mark]) => !situations.has(mark)).map(([mark, runs]) => ({ mark, runs })),
    virtual: 0,
    divergences: [],
    givenUp: [],
  };
}

function failureOf(
  { breachId, shrunk, deviations, strategy, label, run, runs }: SettledFinding,
  subject: Subject,
  asked: readonly Invariant[],
): readonly Failure<ScenarioExecution>[] {
  const property = asked.find(({ id }) => id === breachId);
  if (property === undefined) return [];
  const execution = subject.experiment('all', [property])(scripted(shrunk.deviations));
  const foundBy = { strategy, label, run };
  return [{ breachId, foundBy, brokenRuns: runs, original: deviations, execution, shrinkRuns: shrunk.runs }];
}

function runsOf(slices: readonly SliceResult[]): readonly RunCount[] {
  const counts = new Map<string, number>();
  for (const { strategy, runs } of slices) counts.set(strategy, (counts.get(strategy) ?? 0) + runs);
  return [...counts].map(([strategy, runs]) => ({ strategy, runs, leftOut: 0 }));
}
