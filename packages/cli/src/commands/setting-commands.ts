import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { SHELLS } from './completion-shells.ts';
import type { Shell } from './completion-shells.ts';
import type { DoctorFlags } from './doctor.ts';
import type { InitFlags } from './init.ts';
import { commonOptions } from './option-groups.ts';

/** The words of the commands around the work: `init`, `doctor`, `completion` and `bench`. */
export function addSetting(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const initialising = program
    .command('init')
    .description('write a commented .simlet.yaml, and a workflow for GitHub Actions')
    .addOption(new Option('--ci <service>', 'for which CI').choices(['github', 'none']))
    .option('--force', 'write over files that are there');
  commonOptions(initialising).action(async (flags: InitFlags) => {
    const { init } = await import('./init.ts');
    done(init(flags, io));
  });
  const examining = program
    .command('doctor')
    .description('Node, cores, terminal, settings: what simlet finds here')
    .option('--json', 'for programs');
  commonOptions(examining).action(async (flags: DoctorFlags) => {
    const { doctor } = await import('./doctor.ts');
    done(doctor(flags, io));
  });
  program
    .command('completion')
    .description('print the completion script of a shell: source <(simlet completion bash)')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completion } = await import('./completion.ts');
      done(completion(shell, program, io));
    });
  program
    .command('bench')
    .description('what simlet costs on this machine; in its repository only')
    .argument('[words...]', 'as npm run bench takes them')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: readonly string[]) => {
      const { bench } = await import('./bench.ts');
      done(await bench(words, io));
    });
}
