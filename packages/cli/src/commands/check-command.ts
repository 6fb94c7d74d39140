import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import type { CheckFlags } from './check.ts';
import { commonOptions, modelOptions, repeatable } from './option-groups.ts';

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
    .argument('[paths...]', 'files, folders, or - for standard input (default: this folder)')
    .option('--runs <number>', 'seeded runs for each workload')
    .option('--seed-from <number>', 'the first seed')
    .option('--sweep-limit <number>', 'most runs with a single deviation for each workload')
    .option('--workers <number>', 'threads that examine workloads (default: one for each core)')
    .option('--no-faults', 'the kubelet never crashes')
    .option('--property <id>', 'only this property (repeatable)', repeatable)
    .option('--skip <id>', 'not this property (repeatable)', repeatable)
    .option('--idempotent <answer>', 'whether PreStop hooks bear to run twice: yes, no or unknown')
    .option('--nodes <kinds>', 'what the nodes do to the pod: spot, autoscaler, shutdown (several with commas)')
    .option('--fail-on <level>', 'error, warning (also: depends on a number not given), vacuous (also: not met)')
    .option('--reporter <name[=file]>', `${REPORTER_NAMES.join(', ')}; with a file as often as wanted`, repeatable)
    .option('--json', 'the same as --reporter json')
    .option('--fix', 'write the smallest fix of what is broken into the files')
    .option('--diff', 'print only these fixes, as a diff')
    .option('--bail <number>', 'after so many broken properties no further workload is looked at')
    .option('--kind <kind>', 'only workloads of this kind (repeatable)', repeatable)
    .option('-l, --selector <labels>', 'only workloads with these labels: app=web,tier!=cache')
    .option('--report-dir <folder>', 'write each counter-example there, as a file that replay reads')
    .option('-q, --quiet', 'only what is broken')
    .option('-v, --verbose', 'every counter-example with its time-line, and every situation that was reached');
  commonOptions(modelOptions(command)).action(async (paths: readonly string[], flags: CheckFlags) => {
    const { check } = await import('./check.ts');
    done(await check(paths, flags, io));
  });
}
