import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CampaignPlan, SliceResult } from '@simlet/explorer';
import { textHash } from '@simlet/explorer';
import { InputError } from '../input-error.ts';
import { UsageError } from '../usage-error.ts';
import { VERSION } from '../version.ts';
import type { SubjectSource } from './subject-source.ts';

const FORMAT = 'simlet.campaign/1';

/** All that a campaign is made of: with it alone another session goes on. Plain data. */
export interface CampaignSpec {
  readonly format: typeof FORMAT;
  readonly simlet: string;
  readonly plan: CampaignPlan;
  readonly sources: readonly SubjectSource[];
  /** Seconds after which it ends by itself; absent: when its runs are made. */
  readonly seconds?: number;
}

export function specOf(
  plan: CampaignPlan,
  sources: readonly SubjectSource[],
  seconds: number | undefined,
): CampaignSpec {
  return { format: FORMAT, simlet: VERSION, plan, sources, ...(seconds === undefined ? {} : { seconds }) };
}

/** A short name that depends on all that a campaign is made of. */
export function idOf(spec: CampaignSpec): string {
  return textHash(JSON.stringify(spec)).toString(16).padStart(14, '0').slice(-8);
}

export const CAMPAIGNS = '.simlet/campaigns';

/** What a folder knows of a campaign. */
export interface StoredCampaign {
  readonly id: string;
  readonly spec: CampaignSpec;
  readonly finished: readonly SliceResult[];
}

/** Begins a campaign; one of the same make that was begun there before begins anew. @throws UsageError where another one is. */
export function createCampaign(folder: string, shown: string, spec: CampaignSpec): void {
  const path = join(folder, 'campaign.json');
  if (existsSync(path) && readFileSync(path, 'utf8').trim() !== JSON.stringify(spec, undefined, 1)) {
    throw new UsageError(`${shown}: another campaign is there; choose another folder, or --resume it`);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'slices.jsonl'), '');
  // Last, and under its name only once it is whole: a folder without it is no campaign.
  writeFileSync(join(folder, 'campaign.json.new'), `${JSON.stringify(spec, undefined, 1)}\n`);
  renameSync(join(folder, 'campaign.json.new'), join(folder, 'campaign.json'));
}

/** Adds a finished slice. Whatever happens to the process afterwards, it is kept. */
export function appendSlice(folder: string, slice: SliceResult): void {
  appendFileSync(join(folder, 'slices.jsonl'), `${JSON.stringify(slice)}\n`);
}

/** @throws InputError where the folder holds no campaign; UsageError where it is of another version of simlet. */
export function readCampaign(folder: string, shown: string): StoredCampaign {
  const path = join(folder, 'campaign.json');
  if (!existsSync(path)) throw new InputError(`${shown}: no campaign there`);
  const spec = JSON.parse(readFileSync(path, 'utf8')) as Omit<CampaignSpec, 'format'> & { readonly format: string };
  const { format } = spec;
  if (!isOurs(spec)) throw new InputError(`${shown}: a campaign of the format ${format}, not ${FORMAT}`);
  if (spec.simlet !== VERSION) {
    throw new UsageError(
      `${shown}: begun with simlet ${spec.simlet}, and this is ${VERSION}: its runs would be others`,
    );
  }
  const lines = readFileSync(join(folder, 'slices.jsonl'), 'utf8').split('\n');
  const finished = lines.flatMap((line) => sliceIn(line));
  // A line that was cut off is ended, so that the next one begins on its own.
  if (lines.at(-1) !== '') appendFileSync(join(folder, 'slices.jsonl'), '\n');
  return { id: idOf(spec), spec, finished };
}

function isOurs(spec: { readonly format: string }): spec is CampaignSpec {
  return spec.format === FORMAT;
}

/** The slice of a line; the last one may have been cut off when the process was killed. */
function sliceIn(line: string): readonly SliceResult[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as SliceResult];
  } catch {
    return [];
  }
}

/** The campaign that was begun or gone on with last; undefined where there is none. */
export function latestCampaign(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const touched = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'campaign.json')))
    .map((name) => ({ name, time: statSync(join(folder, name, 'slices.jsonl')).mtimeMs }));
  return touched.toSorted((one, other) => other.time - one.time)[0]?.name;
}
