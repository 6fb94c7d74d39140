import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignSpec } from './campaign-folder.ts';

/** A campaign of a folder in a line: what it explores, and how far it is. */
export interface CampaignRow {
  readonly id: string;
  readonly sentence: string;
  readonly [more: string]: unknown;
}

/** The campaigns below a folder, by their ids; without one where nothing is kept. */
export function campaignRows(folder: string): readonly CampaignRow[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'campaign.json')))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((id) => rowOf(id, join(folder, id)));
}

function rowOf(id: string, folder: string): CampaignRow {
  const { sources, plan, simlet } = JSON.parse(readFileSync(join(folder, 'campaign.json'), 'utf8')) as CampaignSpec;
  const lines = readFileSync(join(folder, 'slices.jsonl'), 'utf8').split('\n');
  const slices = lines
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as { readonly runs: number });
  const runs = slices.reduce((sum, slice) => sum + slice.runs, 0);
  const names = [...new Set(sources.map(({ name }) => name))];
  const of = plan.runs === undefined ? '' : ` (by chance: ${plan.runs} were asked for)`;
  return { id, sentence: `${names.join(', ')}: ${runs} runs${of}, simlet ${simlet}`, workloads: names, runs, simlet };
}
