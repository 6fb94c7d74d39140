import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { commonOptions, modelOptions } from './option-groups.ts';
import type { ReplayFlags } from './replay.ts';

/** The words of `simlet replay`. */
export function addReplay(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('replay')
    .description('make one run again, as a time-line')
    .argument('<path>', 'the manifest, a file that check --report-dir has written, or a scenario')
    .option('--faults <deviations>', 'what was not as simple as can be, as check prints it')
    .option('--no-faults', 'the kubelet never crashes')
    .option('--digest <digest>', 'the digest of the recorded run')
    .option('-v, --verbose', 'every line of the time-line')
    .option('--json', 'for programs, with all facts');
  commonOptions(modelOptions(command)).action(async (path: string, flags: ReplayFlags) => {
    const { replay } = await import('./replay.ts');
    done(await replay(path, flags, io));
  });
}
