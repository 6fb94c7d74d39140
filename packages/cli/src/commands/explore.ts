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
import { keysOf } from '../campaign/keys.ts';
import { progressOf } from '../campaign/progress.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { terminalOf } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { campaignOutputs } from './campaign-outputs.ts';
import { sourcesAt } from './campaign-sources.ts';
import { exhaust } from './exhaust.ts';
import { planOf, runTimeoutOf, workersOf } from './explore-flags.ts';
import type { ExploreFlags } from './explore-flags.ts';
import { askedProperties, judgedSettings } from './judged-flags.ts';
import { millisecondsOf, wholeNumber } from './model-flags.ts';

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
  const outputs = campaignOutputs(flags, io, terminal);
  outputs.begin(spec, id, workers);
  const { campaign, slices, interrupted } = await run(session, flags, io, workers);
  const folders = [join(shown, 'failures'), flags.corpus ?? CORPUS];
  const findings = await keepFindings(campaign.settled, spec.sources, folders, io.cwd);
  const report = { id, spec, campaign, findings, verbose: flags.verbose === true };
  const code = await outputs.end(report, slices, interrupted ? 'interrupted' : undefined);
  if (interrupted) {
    io.err(` interrupted: what is finished is kept in ${shown}\n Resume    npx simlet explore --resume ${id}\n`);
    return EXIT.interrupted;
  }
  return code;
}

async function begin(paths: readonly string[], flags: ExploreFlags, io: Io): Promise<Session | ExitCode> {
  const settings = judgedSettings(flags, 0);
  await askedProperties(settings);
  const sources = await sourcesAt(paths, flags, settings, io);
  if (typeof sources === 'number') return sources;
  const time = millisecondsOf('--time', flags.time);
  const plan = planOf(flags, settings, corpusOf(flags.corpus ?? CORPUS, io.cwd, sources), sources.length);
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

/** What the runs came to, and whether the user asked to stop. */
interface Ran {
  readonly campaign: Campaign;
  readonly slices: readonly SliceResult[];
  readonly interrupted: boolean;
}

async function run({ spec, finished, folder }: Session, flags: ExploreFlags, io: Io, workers: number): Promise<Ran> {
  const pool = await poolOf(spec.plan, spec.sources, workers, runTimeoutOf(flags));
  const milliseconds = millisecondsOf('--time', flags.time) ?? (spec.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const progress = progressOf(spec, io, {
    quiet: flags.quiet === true || flags.json === true,
    terminal: terminalOf(io, flags),
    milliseconds,
    hasKeys: io.listenToKeys !== undefined,
  });
  const keys = keysOf(io, () => progress.status());
  const enough =
    wholeNumber('--stop-after-distinct', flags.stopAfterDistinct, MOST_DISTINCT) ?? Number.POSITIVE_INFINITY;
  const began = performance.now();
  const slices = [...finished];
  const distinct = new Set(finished.flatMap(failuresIn));
  let interrupted = false;
  const looking = setInterval(() => {
    progress.tick(keys.isPaused());
    void io.isInterrupted?.().then((asked) => {
      interrupted ||= asked;
    });
  }, 100);
  try {
    const campaign = await runCampaign({
      plan: spec.plan,
      subjects: spec.sources.length,
      pool: keys.pausing(pool),
      finished,
      onSlice(kept) {
        appendSlice(folder, kept);
        slices.push(kept);
        for (const failure of failuresIn(kept)) distinct.add(failure);
        progress.add(kept);
      },
      isCancelled: () =>
        interrupted || keys.isFinished() || distinct.size >= enough || performance.now() - began > milliseconds,
    });
    return { campaign, slices, interrupted };
  } finally {
    clearInterval(looking);
    keys.end();
    progress.end();
    await pool.close();
  }
}

const MOST_DISTINCT = 1_000_000;

/** What tells one failure from another: the property and the subject. */
function failuresIn({ findings, subject }: SliceResult): readonly string[] {
  return findings.map(({ breachId }) => `${breachId} ${subject}`);
}
