import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { ConformOptions } from './conform.ts';

type ConformFlags = Omit<ConformOptions, 'files' | 'progress'>;

/** The words of `simlet conform`. */
export function addConform(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command('conform')
    .description('compare the model with recorded traces of the real kubelet')
    .argument('<files...>', 'case files (.json with one case, .jsonl with one a line), or folders of them')
    .option('--json <file>', 'write a line of JSON for each case')
    .option('--list', 'name each case that differs, with its first difference')
    .option('--diff <id>', 'show both traces of this case around the first difference')
    .option('--context <instants>', 'how many instants --diff shows before and after', wholeNumber)
    .action(async (files: readonly string[], flags: ConformFlags) => {
      const { conform } = await import('./conform.ts');
      done(await conform({ ...flags, files, progress: process.stderr.isTTY }, io));
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/u.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}
