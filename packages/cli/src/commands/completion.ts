import type { Command, Option } from 'commander';
import { KUBERNETES_VERSIONS } from '@simlet/kubelet';
import { promises } from '@simlet/properties';
import { STOP_CAUSES } from '../check/stop-cause.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import { CATALOGUE_NAMES } from './catalogues.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import { powershellScript } from './completion-powershell.ts';
import { SHELLS } from './completion-shells.ts';
import type { Shell } from './completion-shells.ts';
import type { CommandWords, FlagWords } from './completion-words.ts';
import { zshScript } from './completion-zsh.ts';

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** `simlet completion`: a script that knows the commands, their flags, and the words that a flag takes. */
export function completion(shell: Shell, program: Command, io: Io): ExitCode {
  io.out(SCRIPTS[shell](wordsOf(program)));
  return EXIT.held;
}

const PROPERTIES: readonly string[] = promises.map(({ id }) => id);

/** The words that flags take, where they are known; `files` means a path. */
const VALUES: Readonly<Record<string, readonly string[] | 'files'>> = {
  reporter: REPORTER_NAMES,
  property: PROPERTIES,
  skip: PROPERTIES,
  'fail-on': ['error', 'warning', 'vacuous'],
  idempotent: ['yes', 'no', 'unknown'],
  'kube-version': KUBERNETES_VERSIONS,
  'kubernetes-version': KUBERNETES_VERSIONS,
  'stopped-by': STOP_CAUSES,
  'report-dir': 'files',
  'replay-dir': 'files',
  trace: 'files',
  faults: ['kubelet-crash', 'none'],
  config: 'files',
  cwd: 'files',
};

/** The words that commands take in place of files. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  explain: PROPERTIES,
  list: CATALOGUE_NAMES,
  completion: SHELLS,
  init: [],
  doctor: [],
};

function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    takes: ARGUMENTS[command.name()] ?? 'files',
    flags: command.options.map(flagWords),
  }));
}

function flagWords({ long, short, description, argChoices, required, optional }: Option): FlagWords {
  const name = (long ?? '').replace(/^--/u, '');
  return {
    long: long ?? '',
    ...(short === undefined ? {} : { short }),
    description,
    takes: required || optional ? (VALUES[name] ?? argChoices ?? []) : undefined,
  };
}
