import { join, resolve } from 'node:path';
import { runCampaign } from '@simlet/explorer';
import type { Campaign, SliceResult } from '@simlet/explorer';
import {
  appendSlice,
  CAMPAIGNS,
  createCampaign,
  idOf,
  latestCampaign,
  readCampaign,
  specOf,
} from '../campaign/campaign-folder.ts';
import type { CampaignSpec, StoredCampaign } from '../campaign/campaign-folder.ts';
import { poolOf } from '../campaign-pool.ts';
import { CORPUS, corpusOf } from '../campaign/corpus.ts';
import { keepFindings } from '../campaign/kept-finding.ts';
import { progressOf } from '../campaign/progress.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { campaignExit, campaignHeader, campaignJson, campaignText } from '../render/campaign-report.ts';
import { terminalOf } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { sourcesAt } from './campaign-sources.ts';
import { exhaust } from './exhaust.ts';
import { millisecondsOf, planOf, runTimeoutOf, settingsOf, workersOf } from './explore-flags.ts';
import type { ExploreFlags } from './explore-flags.ts';

/** A campaign that is about to run, and where it is kept. */
interface Session {
  readonly id: string;
  readonly spec: CampaignSpec;
  readonly finished: readonly SliceResult[];
  /** As it is shown, and as it is. */
  readonly shown: string;
  readonly folder: string;
}

/** `simlet explore`: a campaign, from its beginning or from where it was left. */
export async function explore(paths: readonly string[], flags: ExploreFlags, io: Io): Promise<ExitCode> {
  if (flags.exhaust !== undefined) return exhaust(paths, flags, io);
  const session = flags.resume === undefined ? await begin(paths, flags, io) : resume(paths, flags, io);
  if (typeof session === 'number') return session;
  const { spec, id, shown } = session;
  const terminal = terminalOf(io, flags);
  const workers = workersOf(flags);
  if (flags.json !== true) io.out(`${campaignHeader(spec, id, workers, terminal).join('\n')}\n\n`);
  const { campaign, interrupted } = await run(session, flags, io, workers);
  const folders = [join(shown, 'failures'), flags.corpus ?? CORPUS];
  const findings = await keepFindings(campaign.settled, spec.sources, folders, io.cwd);
  const report = { id, spec, campaign, findings, verbose: flags.verbose === true };
  io.out(`${flags.json === true ? campaignJson(report) : campaignText(report, terminal).join('\n')}\n`);
  if (interrupted) {
    io.err(` interrupted: what is finished is kept in ${shown}\n Resume    npx simlet explore --resume ${id}\n`);
    return EXIT.interrupted;
  }
  return campaignExit(report);
}

async function begin(paths: readonly string[], flags: ExploreFlags, io: Io): Promise<Session | ExitCode> {
  const settings = settingsOf(flags);
  const sources = await sourcesAt(paths, flags, settings, io);
  if (typeof sources === 'number') return sources;
  const time = millisecondsOf('--time', flags.time);
  const plan = planOf(flags, corpusOf(flags.corpus ?? CORPUS, io.cwd, sources), sources.length);
  const spec = specOf(plan, sources, time === undefined ? undefined : time / 1_000);
  const id = idOf(spec);
  const shown = flags.campaignDir ?? join(CAMPAIGNS, id);
  const folder = resolve(io.cwd, shown);
  createCampaign(folder, shown, spec);
  return { id, spec, finished: [], shown, folder };
}

function resume(paths: readonly string[], flags: ExploreFlags, io: Io): Session {
  if (paths.length > 0)
    throw new UsageError('--resume: a campaign goes on with what it began with; leave out the paths');
  const named = typeof flags.resume === 'string' ? flags.resume : latestCampaign(resolve(io.cwd, CAMPAIGNS));
  if (named === undefined && flags.campaignDir === undefined) {
    throw new UsageError(`--resume: no campaign in ${CAMPAIGNS}`);
  }
  const shown = flags.campaignDir ?? join(CAMPAIGNS, named ?? '');
  const folder = resolve(io.cwd, shown);
  const stored: StoredCampaign = readCampaign(folder, shown);
  return { ...stored, shown, folder };
}

async function run(
  { spec, finished, folder }: Session,
  flags: ExploreFlags,
  io: Io,
  workers: number,
): Promise<{ readonly campaign: Campaign; readonly interrupted: boolean }> {
  const pool = await poolOf(spec.plan, spec.sources, workers, runTimeoutOf(flags));
  const progress = progressOf(spec, io, flags.quiet === true || flags.json === true);
  const milliseconds = millisecondsOf('--time', flags.time) ?? (spec.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const began = performance.now();
  let interrupted = false;
  const looking = setInterval(() => {
    void io.isInterrupted?.().then((asked) => {
      interrupted ||= asked;
    });
  }, 100);
  try {
    const campaign = await runCampaign({
      plan: spec.plan,
      subjects: spec.sources.length,
      pool,
      finished,
      onSlice(kept) {
        appendSlice(folder, kept);
        progress.add(kept);
      },
      isCancelled: () => interrupted || performance.now() - began > milliseconds,
    });
    return { campaign, interrupted };
  } finally {
    clearInterval(looking);
    await pool.close();
  }
}
