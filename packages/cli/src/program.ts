import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addCatalogues } from './commands/catalogue-commands.ts';
import { addCheck } from './commands/check-command.ts';
import { addConform } from './commands/conform-command.ts';
import { addDescribe } from './commands/describe-command.ts';
import { addDiff } from './commands/diff-command.ts';
import { addExplore } from './commands/explore-command.ts';
import { addReplay } from './commands/replay-command.ts';
import { addSetting } from './commands/setting-commands.ts';
import { MODULE_NAMES, nearestFile } from './config-file.ts';
import { EXIT, EXIT_MEANINGS } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { InputError } from './input-error.ts';
import type { Io } from './io.ts';
import { applySources } from './settings-sources.ts';
import { UsageError, usageErrorIn } from './usage-error.ts';
import { VERSION } from './version.ts';
import { whyUnreadable } from './why-unreadable.ts';

const INTRODUCTION = `simlet answers one question about Kubernetes manifests: do these pods start and stop cleanly, whoever stops them?

  npx simlet check FOLDER               simulate every workload in a folder, with a kubelet crash at every step
  helm template . | npx simlet check -  the same for what a chart renders
  npx simlet list properties            what is checked
  npx simlet help                       commands, flags, exit codes
`;

const EXIT_CODES = `Exit codes:\n${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n')}`;

/** Runs one command line (without the program itself) and answers with its exit code. Only bugs of simlet throw. */
export async function runProgram(words: readonly string[], io: Io): Promise<number> {
  if (words.length === 0) {
    io.out(INTRODUCTION);
    return EXIT.held;
  }
  if (words[0] === 'help' && words[1] === 'exit-codes') {
    io.out(`${EXIT_CODES}\n`);
    return EXIT.held;
  }
  let code: ExitCode = EXIT.held;
  // The folder may be another one once the flags are known.
  const own = { ...io };
  const program = commands(own, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...withDefaultCommand(words, program, io)], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.held : EXIT.usage;
    const error = usageErrorIn(thrown) ?? thrown;
    if (!(error instanceof UsageError || error instanceof InputError)) throw error;
    io.err(`simlet: ${error.message.replaceAll(/\p{Cc}/gu, ' ')}\n`);
    return error instanceof InputError ? EXIT.input : EXIT.usage;
  }
}

/** `simlet web.yaml` means `simlet check web.yaml`. */
function withDefaultCommand(words: readonly string[], program: Command, io: Io): readonly string[] {
  const [first] = words;
  if (first === undefined || first === 'help') return words;
  if (program.commands.some((command) => command.name() === first)) return words;
  const isPath =
    first === '-' ||
    /\.(?:ya?ml|json)$/iu.test(first) ||
    (!first.startsWith('-') && existsSync(resolve(io.cwd, first)));
  return isPath ? ['check', ...words] : words;
}

function commands(io: { -readonly [Part in keyof Io]: Io[Part] }, done: (code: ExitCode) => void): Command {
  const program = new Command('simlet')
    .description('Do these pods start and stop cleanly, whoever stops them?')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(printableLines(text)) })
    .showSuggestionAfterError()
    .showHelpAfterError('simlet --help lists the commands, simlet help COMMAND their flags')
    .addHelpText('after', `\n${EXIT_CODES}`)
    .hook('preAction', async (_program, command) => {
      const folder: unknown = command.getOptionValue('cwd') ?? io.env['SIMLET_CWD'];
      if (typeof folder === 'string' && folder !== '') io.cwd = folderAt(folder, io.cwd);
      // Those without settings need no file of settings either.
      const has = (flag: string): boolean => command.options.some(({ long }) => long === flag);
      if (has('--config')) await applySources(command, program.commands, io);
      if (has('--own-properties')) command.setOptionValue('ownProperties', moduleOf(command, io.cwd));
    });
  addCheck(program, io, done);
  addReplay(program, io, done);
  addExplore(program, io, done);
  addConform(program, io, done);
  addDescribe(program, io, done);
  addDiff(program, io, done);
  addCatalogues(program, io, done);
  addSetting(program, io, done);
  return program;
}

/** The module with the user's own properties: the one that was named, or the nearest. */
function moduleOf(command: Command, cwd: string): string | undefined {
  const named: unknown = command.getOptionValue('ownProperties');
  return typeof named === 'string' ? resolve(cwd, named) : nearestFile(cwd, MODULE_NAMES);
}

function folderAt(folder: string, cwd: string): string {
  const path = resolve(cwd, folder);
  try {
    if (statSync(path).isDirectory()) return path;
  } catch (error) {
    throw new UsageError(`--cwd ${folder}: ${whyUnreadable(error)}`);
  }
  throw new UsageError(`--cwd ${folder}: is no folder`);
}

/** What was typed is repeated in messages about it. */
function printableLines(text: string): string {
  return text.replaceAll(/(?!\n)\p{Cc}/gu, '\uFFFD');
}
