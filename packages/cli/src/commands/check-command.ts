import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { CheckFlags } from './check.ts';
import { commonOptions, judgedOptions, modelOptions } from './option-groups.ts';

const EXAMPLES = `  simlet check k8s/                            every workload in a folder
  helm template . | simlet check -             what a chart renders
  simlet check web.yaml --stop-seconds 20s     you know how long it takes to stop
  simlet check . --reporter sarif=simlet.sarif for code scanning, and for people as well
`;

/** The words of `simlet check`. */
export function addCheck(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('simulate each workload: calm, with every single deviation, under seeds')
    .addHelpText('before', EXAMPLES)
    .argument('[paths...]', 'files, folders, or - for standard input (default: this folder)');
  judgedOptions(command, {
    runs: 'seeded runs for each workload (default: 100)',
    workers: 'threads that examine workloads (default: one for each core)',
    quiet: 'only what is broken',
    verbose: 'every counter-example with its time-line, and every situation that was reached',
  })
    .option('--nodes <kinds>', 'what the nodes do to the pod: spot, autoscaler, shutdown (several with commas)')
    .option('--fail-on <level>', 'error, warning (also: depends on a number not given), vacuous (also: not met)')
    .option('--fix', 'write the smallest fix of what is broken into the files')
    .option('--diff', 'print only these fixes, as a diff')
    .option('--timeout <time>', 'after this time nothing more is begun; what is known by then is told')
    .option('--bail <number>', 'after so many broken properties no further workload is looked at')
    .option('--report-dir <folder>', 'write each counter-example there, as a file that replay reads')
    .option('--replay-dir <folder>', 'also make the runs of the counter-examples that are kept there');
  commonOptions(modelOptions(command)).action(async (paths: readonly string[], flags: CheckFlags) => {
    const { check } = await import('./check.ts');
    done(await check(paths, flags, io));
  });
}
