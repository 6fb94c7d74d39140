import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { commonOptions, modelOptions } from './option-groups.ts';
import type { ReplayFlags } from './replay.ts';

const EXAMPLES = `  simlet replay web.yaml --stopped-by drain            what happens when the node is drained
  simlet replay web.yaml --faults 'preStop/app=40s'    the same with a slow hook
  simlet replay web.yaml --seed 7 --shrink             what seed 7 breaks, in its simplest form
  simlet replay web.yaml --until 7.1s                  up to 7.1 s after the delete, and what is so then
  simlet replay failure.json --trace run.json          for ui.perfetto.dev
`;

/** The words of `simlet replay`. */
export function addReplay(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('replay')
    .description('make one run again, as a time-line')
    .addHelpText('before', EXAMPLES)
    .argument('<path>', 'the manifest, a file that check --report-dir has written, or a scenario')
    .option('--faults <deviations>', 'what was not as simple as can be, as check prints it')
    .option('--no-faults', 'the kubelet never crashes')
    .option('--digest <digest>', 'the digest of the recorded run')
    .option('--seed <number>', 'the run that check makes with this seed')
    .option('--shrink', 'go on to the simplest run that breaks the same')
    .option('--until <time>', 'the time-line up to this time after the delete, and what is so then')
    .option('--step', 'a line of the time-line for each key; q ends it')
    .option('--trace <file>', 'write the run as trace events, for Perfetto and the tracing of Chrome')
    .option('-v, --verbose', 'every line of the time-line')
    .option('--json', 'for programs, with all facts');
  commonOptions(modelOptions(command)).action(async (path: string, flags: ReplayFlags) => {
    const { replay } = await import('./replay.ts');
    done(await replay(path, flags, io));
  });
}
