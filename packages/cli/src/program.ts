import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { CheckFlags } from './commands/check.ts';
import { addConform } from './commands/conform-command.ts';
import { addDescribe } from './commands/describe-command.ts';
import type { ListFlags } from './commands/list.ts';
import type { ReplayFlags } from './commands/replay.ts';
import { EXIT, EXIT_MEANINGS } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { InputError } from './input-error.ts';
import type { Io } from './io.ts';
import { REPORTER_NAMES } from './report/reporter-names.ts';
import type { TerminalFlags } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

const INTRODUCTION = `simlet answers one question about Kubernetes manifests: do these pods start and stop cleanly, whoever stops them?

  npx simlet check FOLDER               simulate every workload in a folder, with a kubelet crash at every step
  helm template . | npx simlet check -  the same for what a chart renders
  npx simlet list properties            what is checked
  npx simlet help                       commands, flags, exit codes
`;

/** Runs one command line (without the program itself) and answers with its exit code. Only bugs of simlet throw. */
export async function runProgram(words: readonly string[], io: Io): Promise<number> {
  if (words.length === 0) {
    io.out(INTRODUCTION);
    return EXIT.held;
  }
  let code: ExitCode = EXIT.held;
  const program = commands(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...withDefaultCommand(words, program, io)], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.held : EXIT.usage;
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

function commands(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('simlet')
    .description('Do these pods start and stop cleanly, whoever stops them?')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `\nExit codes:\n${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n')}`,
    );
  addCheck(program, io, done);
  addReplay(program, io, done);
  addConform(program, io, done);
  addDescribe(outputFlags(modelFlags(program.command('describe'))), io, done);
  outputFlags(
    program.command('explain').description('what a property means, why it matters, how to mend what breaks it'),
  )
    .argument('<property>')
    .action(async (id: string, flags: TerminalFlags) => {
      const { explain } = await import('./commands/explain.ts');
      done(explain(id, flags, io));
    });
  outputFlags(program.command('list').description('catalogues: properties'))
    .argument('<catalogue>')
    .option('--json', 'for programs')
    .action(async (catalogue: string, flags: ListFlags) => {
      const { list } = await import('./commands/list.ts');
      done(list(catalogue, flags, io));
    });
  return program;
}

function addCheck(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('simulate each workload: calm, with every single deviation, under seeds')
    .argument('[paths...]', 'files, folders, or - for standard input (default: this folder)')
    .option('--runs <number>', 'seeded runs for each workload')
    .option('--seed-from <number>', 'the first seed')
    .option('--sweep-limit <number>', 'most runs with a single deviation for each workload')
    .option('--no-faults', 'the kubelet never crashes')
    .option('--property <id>', 'only this property (repeatable)', repeatable)
    .option('--skip <id>', 'not this property (repeatable)', repeatable)
    .option('--idempotent <answer>', 'whether PreStop hooks bear to run twice: yes, no or unknown')
    .option('--fail-on <level>', 'error, warning (also: depends on a number not given), vacuous (also: not met)')
    .option('--reporter <name[=file]>', `${REPORTER_NAMES.join(', ')}; with a file as often as wanted`, repeatable)
    .option('--json', 'the same as --reporter json')
    .option('--report-dir <folder>', 'write each counter-example there, as a file that replay reads')
    .option('-q, --quiet', 'only what is broken')
    .option('-v, --verbose', 'every counter-example with its time-line, and every situation that was reached');
  outputFlags(modelFlags(command)).action(async (paths: readonly string[], flags: CheckFlags) => {
    const { check } = await import('./commands/check.ts');
    done(await check(paths, flags, io));
  });
}

function addReplay(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('replay')
    .description('make one run again, as a time-line')
    .argument('<path>', 'the manifest, a file that check --report-dir has written, or a scenario')
    .option('--faults <deviations>', 'what was not as simple as can be, as check prints it')
    .option('--no-faults', 'the kubelet never crashes')
    .option('--digest <digest>', 'the digest of the recorded run')
    .option('-v, --verbose', 'every line of the time-line')
    .option('--json', 'for programs, with all facts');
  outputFlags(modelFlags(command)).action(async (path: string, flags: ReplayFlags) => {
    const { replay } = await import('./commands/replay.ts');
    done(await replay(path, flags, io));
  });
}

function modelFlags(command: Command): Command {
  return command
    .option('--workload <kind/name>', 'only this workload')
    .option(
      '--hook-seconds <[container=]time>',
      'how long hooks take that are not read off: 20s, 5s..60s, app=20s',
      repeatable,
    )
    .option('--start-seconds <[container=]time>', 'how long the probes of a container fail at first', repeatable)
    .option('--stop-seconds <[container=]time>', 'how long after SIGTERM a container exits', repeatable)
    .option('--run-seconds <[container=]time>', 'how long init containers and containers of Jobs run', repeatable)
    .option('--grace-period <seconds>', 'the operator deletes with this grace period')
    .option(
      '--stopped-by <cause[:container]>',
      'what stops the pod: delete, drain, oom, spot, ... as in the stop table',
    )
    .option('--kube-version <version>', 'the version of Kubernetes, such as 1.36')
    .option(
      '--strict',
      'every unknown field is an error, not only one that is misplaced or nearly named like a known one',
    );
}

function outputFlags(command: Command): Command {
  return command
    .addOption(new Option('--color <when>', 'colours in the output').choices(['auto', 'always', 'never']))
    .option('--ascii', 'no characters beyond ASCII');
}

function repeatable(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
