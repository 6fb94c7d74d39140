import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../did-you-mean.ts';
import type { Io } from '../io.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';
import { REPORTER_NAMES } from './reporter-names.ts';
import type { ReporterName } from './reporter-names.ts';
import type { Reporter } from './reporter.ts';
import { reporters } from './reporters.ts';
import type { Reporters } from './reporters.ts';

export interface OutputFlags {
  /** `NAME` or `NAME=FILE`, as often as wanted. */
  readonly reporter?: readonly string[];
  /** The same as `--reporter json`. */
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** All reporters of a command as one: what each of them writes goes where it belongs at once. */
export interface Outputs {
  begin(...told: Parameters<Reporter['begin']>): void;
  workload(...told: Parameters<Reporter['workload']>): void;
  end(...told: Parameters<Reporter['end']>): void;
}

interface Wanted {
  readonly name: ReporterName;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** A file has no width, no colours. */
const FILE: Terminal = { colour: false, unicode: true, width: 100 };

/**
 * Opens what the flags name. One reporter writes to standard output, people's where none was asked for; each other one to its
 * file; `instead` has those of which a command has its own form. Under GitHub Actions annotations go to the error stream as well, and a summary to the page of the job.
 */
export function openOutputs(flags: OutputFlags, io: Io, terminal: Terminal, instead: Partial<Reporters> = {}): Outputs {
  const wanted = wantedBy(flags);
  const own = wanted.some(({ file }) => file === undefined) ? [] : [{ name: 'human', file: undefined } as const];
  const sinks = [...own, ...wanted].map(({ name, file }) => {
    const options = { quiet: flags.quiet === true, verbose: flags.verbose === true };
    const make = instead[name] ?? reporters[name];
    const reporter = make({ ...options, terminal: file === undefined ? terminal : FILE });
    return { reporter, write: file === undefined ? io.out : fileWriter(file, 'w', io) };
  });
  sinks.push(...sinksOfGithub(wanted, io));
  return {
    begin(head) {
      for (const { reporter, write } of sinks) write(reporter.begin(head));
    },
    workload(reported) {
      for (const { reporter, write } of sinks) write(reporter.workload(reported));
    },
    end(result) {
      for (const { reporter, write } of sinks) write(reporter.end(result));
    },
  };
}

function wantedBy({ reporter = [], json }: OutputFlags): readonly Wanted[] {
  const wanted = [...reporter, ...(json === true ? ['json'] : [])].map(parse);
  const shown = wanted.filter(({ file }) => file === undefined).map(({ name }) => name);
  if (shown.length > 1) {
    const [, second] = shown;
    throw new UsageError(
      `only one reporter writes to standard output, not ${shown.join(' and ')}: give a file, --reporter ${second}=FILE`,
    );
  }
  return wanted;
}

function parse(text: string): Wanted {
  const [, given = text, file] = /^([^=]*)=(.*)$/su.exec(text) ?? [];
  const name = REPORTER_NAMES.find((one) => one === given);
  if (name === undefined)
    throw new UsageError(`--reporter ${text}: no reporter ${given}${didYouMean(given, REPORTER_NAMES)}`);
  if (file === '') throw new UsageError(`--reporter ${text}: a file is missing after =`);
  return { name, file: file === '-' ? undefined : file };
}

function sinksOfGithub(
  wanted: readonly Wanted[],
  io: Io,
): readonly { readonly reporter: Reporter; readonly write: (text: string) => void }[] {
  const options = { terminal: FILE, quiet: false, verbose: false };
  const summary = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  const annotates = io.env['GITHUB_ACTIONS'] === 'true' && wanted.every(({ name }) => name !== 'github');
  return [
    // The runner reads workflow commands in both streams; standard output may be JSON.
    ...(annotates ? [{ reporter: reporters.github(options), write: io.err }] : []),
    ...(summary === '' ? [] : [{ reporter: reporters.markdown(options), write: fileWriter(summary, 'a', io) }]),
  ];
}

/** Writes to a file, which is made anew (`w`) or gets longer (`a`); its folder is made as well. */
function fileWriter(file: string, mode: 'w' | 'a', io: Io): (text: string) => void {
  const path = resolve(io.cwd, file);
  const write = (text: string, put: (path: string, text: string) => void): void => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      put(path, text);
    } catch (error) {
      throw new UsageError(`${file}: cannot be written: ${whyUnreadable(error)}`);
    }
  };
  // At once, so that a file that cannot be written is told before the runs and not after them.
  write('', mode === 'w' ? writeFileSync : appendFileSync);
  return (text) => {
    if (text !== '') write(text, appendFileSync);
  };
}
