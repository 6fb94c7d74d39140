import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { DiffFlags } from './diff.ts';
import { commonOptions, modelOptions, repeatable } from './option-groups.ts';

const EXAMPLES = `  simlet diff web.yaml --faults 'crash/node-1.kubelet/...'   a run with and without its fault
  simlet diff before.yaml after.yaml                         what a change of the manifest does
  simlet diff failure.json                                   a counter-example and the same run without what broke it
  simlet diff one.json other.json                            two runs that were saved
`;

/** The words of `simlet diff`. */
export function addDiff(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('diff')
    .description('two runs side by side: what only one of them has, and what moved. Ends with 1 where they differ')
    .addHelpText('before', EXAMPLES)
    .argument('<a>', 'a manifest, or a file that check --report-dir has written')
    .argument('[b]', 'the other one; absent: the same without its deviations')
    .option('--faults <deviations>', 'those of A, then those of B: none stands for none (repeatable)', repeatable)
    .option('--json', 'for programs')
    .option('-v, --verbose', 'also the lines that are the same');
  commonOptions(modelOptions(command)).action(async (a: string, b: string | undefined, flags: DiffFlags) => {
    const { diff } = await import('./diff.ts');
    done(await diff(a, b, flags, io));
  });
}
