import { Option } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import type { ExploreFlags } from './explore-flags.ts';
import type { MergeFlags } from './merge.ts';
import { commonOptions, judgedOptions, modelOptions, repeatable } from './option-groups.ts';

const EXAMPLES = `  simlet explore k8s/ --time 10m              on all cores, for ten minutes
  simlet explore web.yaml --runs 100k         so many runs
  simlet explore web.yaml --exhaust 2         every combination of up to two deviations
  simlet explore queue.mjs                    a model of your own: a module that exports \`model\`
  simlet explore --resume                     go on with the last campaign
`;

/** The words of `simlet explore` and `simlet merge`. */
export function addExplore(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('explore')
    .description('search for runs that break a promise, on all cores, with strategies that take turns')
    .addHelpText('before', EXAMPLES)
    .argument('[paths...]', 'manifests, folders, - for standard input, or modules with a model (default: this folder)');
  judgedOptions(command, {
    runs: 'runs by chance, over all workloads (default: 10k)',
    workers: 'worker threads (default: one for each core); 0: none, all in this thread',
    quiet: 'no progress',
    verbose: 'every situation that no run came into',
  })
    .option('--time <time>', 'end after this time: 90s, 10m')
    .addOption(new Option('--seed <number>', 'the same as --seed-from').hideHelp())
    .addOption(new Option('--for <time>', 'the same as --time').hideHelp())
    .addOption(new Option('--seeds <number>', 'the same as --runs').hideHelp())
    .option('--strategy <name>', 'only this strategy takes turns (repeatable)', repeatable)
    .option('--no-ties', 'who goes first at one instant is no decision: first come, first served')
    .option('--exhaust <number>', 'instead: every combination of up to so many deviations')
    .option('--resume [id]', 'go on with a campaign (default: the last one)')
    .option('--campaign-dir <folder>', 'where the campaign is kept (default: .simlet/campaigns/ID)')
    .option('--corpus <folder>', 'what failed before is run first, what fails is added (default: .simlet/corpus)')
    .option('--stop-after-distinct <number>', 'end after so many different failures')
    .option('--run-timeout <time>', 'a run that takes longer never ends (default: 30s)');
  commonOptions(modelOptions(command)).action(async (paths: readonly string[], flags: ExploreFlags) => {
    const { explore } = await import('./explore.ts');
    const { for: time = flags.time, seeds: runs = flags.runs, ties = true } = flags;
    const told = { ...flags, ties, ...(time === undefined ? {} : { time }), ...(runs === undefined ? {} : { runs }) };
    done(await explore(paths, told, io));
  });
  const merge = program
    .command('merge')
    .description('put the shards of a campaign, or of a check, together')
    .argument('<shards...>', 'the folders of its shards; of a check the files that --reporter json=FILE wrote')
    .option('--corpus <folder>', 'what failed is added there (default: .simlet/corpus)')
    .option('--reporter <name[=file]>', `${REPORTER_NAMES.join(', ')}; with a file as often as wanted`, repeatable)
    .option('--json', 'for programs')
    .option('-v, --verbose', 'every situation that no run came into');
  commonOptions(merge).action(async (folders: readonly string[], flags: MergeFlags) => {
    const { merge: join } = await import('./merge.ts');
    done(await join(folders, flags, io));
  });
}
