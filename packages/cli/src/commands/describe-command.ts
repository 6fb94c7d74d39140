import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { DescribeFlags } from './describe.ts';
import { commonOptions, modelOptions } from './option-groups.ts';

/** The words of `simlet describe`. */
export function addDescribe(program: Command, io: Io, done: (code: ExitCode) => void): void {
  commonOptions(modelOptions(program.command('describe')))
    .description('print a pod at an instant of a run, as kubectl describe pod does')
    .argument(
      '<path>',
      'a manifest, a file of check --report-dir, a scenario or a conformance case; - reads a manifest',
    )
    .option('--at <time>', 'the instant, such as 7.1s (default: the last one at which there is the pod)')
    .option('--pod <name>', 'only this pod')
    .option('--faults <deviations>', 'what was not as simple as can be, as check prints it')
    .option('--kubernetes-version <version>', 'the same as --kube-version')
    .action(async (path: string, flags: DescribeFlags) => {
      const { describe } = await import('./describe.ts');
      done(await describe(path, flags, io));
    });
}
