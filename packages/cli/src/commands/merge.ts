import { join, resolve } from 'node:path';
import { joinSlices, shrinkFinding, slicesOf, surveyOf } from '@simlet/explorer';
import { idOf, readCampaign } from '../campaign/campaign-folder.ts';
import type { CampaignSpec, StoredCampaign } from '../campaign/campaign-folder.ts';
import { CORPUS } from '../campaign/corpus.ts';
import { keepFindings } from '../campaign/kept-finding.ts';
import { subjectsOf } from '../campaign/subject-source.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { joinedResult } from '../report/joined-result.ts';
import type { OutputFlags } from '../report/outputs.ts';
import { readResult } from '../report/read-result.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { campaignOutputs } from './campaign-outputs.ts';
import { tell } from './report.ts';

export interface MergeFlags extends OutputFlags, TerminalFlags {
  readonly corpus?: string;
}

/** `simlet merge`: the shards of a campaign or of a check together, as if it had run in one piece. */
export async function merge(folders: readonly string[], flags: MergeFlags, io: Io): Promise<ExitCode> {
  if (folders.every((path) => path.endsWith('.json'))) return mergeResults(folders, flags, io);
  const shards = folders.map((folder) => readCampaign(resolve(io.cwd, folder), folder));
  const spec = wholeSpec(shards, folders);
  const result = joinSlices(
    shards.flatMap(({ finished }) => finished),
    spec.sources.length,
  );
  const subjects = await subjectsOf(spec.sources);
  const settled = result.findings.map((finding) => {
    return { ...finding, shrunk: shrinkFinding(subjects, finding) };
  });
  const missing = missingShards(shards);
  const surveys = subjects.map(({ experiment }) => surveyOf(experiment, spec.plan));
  // A campaign that was to end by its time is whole when it ended.
  const wanted = spec.plan.runs === undefined ? 0 : [...slicesOf(spec.plan, surveys)].length;
  const campaign = { ...result, surveys, settled, complete: missing.length === 0 && result.slices >= wanted };
  const findings = await keepFindings(settled, spec.sources, [flags.corpus ?? CORPUS], io.cwd);
  const report = { id: idOf(spec), spec, campaign, findings, verbose: flags.verbose === true };
  const slices = shards.flatMap(({ finished }) => finished);
  const code = await campaignOutputs(flags, io, terminalOf(io, flags)).end(report, slices);
  if (missing.length > 0) io.err(` not all of it: missing ${missing.join(', ')}\n`);
  else if (!campaign.complete)
    io.err(` not all of it: ${result.slices} of ${wanted} slices; resume the shards first\n`);
  return code;
}

/** The shards of a check, each of which has written its JSON. */
function mergeResults(files: readonly string[], flags: MergeFlags, io: Io): ExitCode {
  const shards = files.map((file) => readResult(file, io.cwd));
  const whole = joinedResult(shards, files);
  tell(whole, flags, io, flags);
  return Object.values(EXIT).find((code) => code === whole.summary.exitCode) ?? EXIT.internal;
}

/** What the shards have in common. @throws UsageError where they are not of one campaign. */
function wholeSpec(shards: readonly StoredCampaign[], folders: readonly string[]): CampaignSpec {
  const [first] = shards;
  if (first === undefined) throw new UsageError('merge: no folder');
  const whole = (spec: CampaignSpec): CampaignSpec => ({
    ...spec,
    plan: { ...spec.plan, shard: { index: 1, count: 1 } },
  });
  const one = JSON.stringify(whole(first.spec));
  const other = shards.findIndex(({ spec }) => JSON.stringify(whole(spec)) !== one);
  if (other >= 0)
    throw new UsageError(`merge: ${join(folders[other] ?? '')} is of another campaign than ${folders[0] ?? ''}`);
  return whole(first.spec);
}

function missingShards(shards: readonly StoredCampaign[]): readonly string[] {
  const { count } = shards[0]?.spec.plan.shard ?? { count: 0 };
  const there = new Set(shards.map(({ spec }) => spec.plan.shard.index));
  return Array.from({ length: count }, (_, index) => index + 1)
    .filter((index) => !there.has(index))
    .map((index) => `${index}/${count}`);
}
