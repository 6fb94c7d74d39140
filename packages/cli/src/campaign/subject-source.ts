import type { CampaignSubject } from '@simlet/explorer';
import { experimentOf } from '@simlet/explorer';
import { readManifests } from '@simlet/manifest';
import { marks } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import type { Settings } from '../check/settings.ts';
import { waived } from '../check/waived.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import type { Freedom, Subject } from '../check/workload-experiment.ts';
import { knownProperties } from '../own-properties.ts';
import { readModel } from './read-model.ts';

/** What a subject of a campaign is built from, in any thread and any session. Plain data. */
export type SubjectSource = WorkloadSource | ModelSource;

/** A workload of a manifest, with the text of it: a campaign goes on with what it began with. */
export interface WorkloadSource {
  readonly kind: 'workload';
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** Its place among the workloads of the text, from 0. */
  readonly index: number;
  readonly strict: boolean;
  readonly settings: Settings;
  /** Whether the numbers that nobody gave are free as well. */
  readonly freedom: Freedom;
}

/** A module of the user that exports a `model`. */
export interface ModelSource {
  readonly kind: 'model';
  readonly name: string;
  /** The absolute path of the module. */
  readonly module: string;
  /** The situations that its runs should come into. */
  readonly marks: readonly string[];
}

/** @throws Error where a source is not what it was. */
export function subjectsOf(sources: readonly SubjectSource[]): Promise<readonly CampaignSubject[]> {
  return Promise.all(sources.map((source) => (source.kind === 'model' ? ofModel(source) : ofWorkload(source))));
}

async function ofModel({ name, module }: ModelSource): Promise<CampaignSubject> {
  const model = await readModel(module);
  return { name, experiment: experimentOf(model), marks: model.marks ?? [] };
}

async function ofWorkload(source: WorkloadSource): Promise<CampaignSubject> {
  const subject = workloadSubject(source);
  const { asked } = await askedOf(source, subject);
  const experiment = subject.experiment(source.freedom, asked);
  return {
    name: source.name,
    experiment: (chooser, options) => {
      const execution = experiment(chooser, options);
      const met = execution.verdicts.filter(({ outcome }) => outcome !== 'not met');
      const before = execution.marks ?? new Map<string, number>();
      // When exactly a situation came up is not known: not before the last one that is.
      const decisions = Math.max(0, ...before.values());
      const situations = met.map(({ invariant }) => [situationOf(invariant), decisions] as const);
      return { ...execution, marks: new Map([...before, ...situations]) };
    },
    marks: marks.map(({ name }) => name),
  };
}

/** The mark of a run that came into the situation that a property is about. */
export function situationOf(property: string): string {
  return `the situation of ${property}`;
}

/** The properties that a campaign is about, and those of them that are asked of this workload. */
export async function askedOf(
  { settings }: WorkloadSource,
  { workload }: Subject,
): Promise<{ readonly all: readonly Invariant[]; readonly asked: readonly Invariant[] }> {
  const { only, skip } = settings;
  const known = await knownProperties(settings.ownProperties);
  const all = known.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
  return { all, asked: all.filter(({ id }) => waived(id, workload, settings) === undefined) };
}

/** The workload of a source, ready to be run. */
export function workloadSubject({ file, text, index, strict, name, settings }: WorkloadSource): Subject {
  const { workloads } = readManifests(text, { file, strict });
  const workload = workloads[index];
  if (workload === undefined) throw new Error(`${file} has no ${name}`);
  return subjectOf(workload, settings.model, settings.faults);
}
