import type { CampaignSubject } from '@simlet/explorer';
import { experimentOf } from '@simlet/explorer';
import { readManifests } from '@simlet/manifest';
import { marks, promises } from '@simlet/properties';
import type { Settings } from '../check/settings.ts';
import { waived } from '../check/waived.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import type { Freedom, Subject } from '../check/workload-experiment.ts';
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
  return Promise.all(
    sources.map(async (source) => (source.kind === 'model' ? await ofModel(source) : ofWorkload(source))),
  );
}

async function ofModel({ name, module }: ModelSource): Promise<CampaignSubject> {
  const model = await readModel(module);
  return { name, experiment: experimentOf(model), marks: model.marks ?? [] };
}

function ofWorkload(source: WorkloadSource): CampaignSubject {
  const { workload, experiment } = workloadSubject(source);
  const { only, skip } = source.settings;
  const asked = promises.filter(
    ({ id }) =>
      (only.length === 0 || only.includes(id)) &&
      !skip.includes(id) &&
      waived(id, workload, source.settings) === undefined,
  );
  return { name: source.name, experiment: experiment(source.freedom, asked), marks: marks.map(({ name }) => name) };
}

/** The workload of a source, ready to be run. */
export function workloadSubject({ file, text, index, strict, name, settings }: WorkloadSource): Subject {
  const { workloads } = readManifests(text, { file, strict });
  const workload = workloads[index];
  if (workload === undefined) throw new Error(`${file} has no ${name}`);
  return subjectOf(workload, settings.model, settings.faults);
}
