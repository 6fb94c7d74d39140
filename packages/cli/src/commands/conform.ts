import { writeFileSync } from 'node:fs';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type CaseResult, conformCase, differenceText, firstDifferenceText } from './conform-case.ts';
import { caseFilePaths, type LocatedCase, readCaseFile, UnusableFile } from './conform-files.ts';

export interface ConformOptions {
  /** Case files, or folders of them. */
  readonly files: readonly string[];
  /** A file to which a line of JSON is written for each case. */
  readonly json?: string;
  /** The id of a case whose traces are shown side by side. Only the cases of this id are run. */
  readonly diff?: string;
  /** How many instants `diff` shows before and after the first difference. Default 6. */
  readonly context?: number;
  /** Whether each case that does not match is named with its first difference. */
  readonly list?: boolean;
  /** Whether the error stream is a terminal, on which a line says how far it is. */
  readonly progress?: boolean;
}

type ConformIo = Pick<Io, 'out' | 'err' | 'columns'>;

interface Tally {
  matched: number;
  total: number;
}

/** `simlet conform FILE…`: runs recorded cases in the model and counts those that leave the recorded trace. */
export async function conform(options: ConformOptions, io: ConformIo): Promise<ExitCode> {
  if (options.files.length === 0) {
    io.err('simlet conform: name at least one case file (.json with one case, .jsonl with one a line)\n');
    return EXIT.usage;
  }
  try {
    return compareFiles(options, io);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    io.err(`simlet conform: ${error.message}\n`);
    return EXIT.input;
  }
}

function compareFiles(options: ConformOptions, io: ConformIo): ExitCode {
  const total: Tally = { matched: 0, total: 0 };
  const jsonLines: string[] = [];
  let simulationMicros = 0;
  const timed = (run: () => void): void => {
    const before = cpuMicros();
    run();
    simulationMicros += cpuMicros() - before;
  };
  for (const path of caseFilePaths(options.files)) {
    const { cases } = readCaseFile(path);
    const tally: Tally = { matched: 0, total: 0 };
    for (const located of cases.filter((each) => isWanted(each, options))) {
      const result = conformCase(located.case, timed);
      tally.total += 1;
      if (result.kind === 'matched') tally.matched += 1;
      jsonLines.push(jsonLine(path, located, result));
      tellCase(located, result, options, io);
      tellProgress(`${path}: ${tally.matched} of ${tally.total} match, ${cases.length} cases`, options, io);
    }
    clearProgress(options, io);
    if (tally.total === 0 && options.diff !== undefined) continue;
    io.out(`${path}: ${tally.matched} of ${tally.total} cases match\n`);
    total.matched += tally.matched;
    total.total += tally.total;
  }
  if (options.json !== undefined) writeLines(options.json, jsonLines);
  if (options.diff !== undefined && total.total === 0) {
    io.err(`simlet conform: no case has the id ${options.diff}\n`);
    return EXIT.usage;
  }
  io.out(`simulation: ${(simulationMicros / 1_000_000).toFixed(3)} s of CPU time, reading and comparing apart\n`);
  io.out(`conform: ${total.matched} of ${total.total} cases match\n`);
  if (total.total === 0) return EXIT.nothingChecked;
  return total.matched === total.total ? EXIT.held : EXIT.broken;
}

function writeLines(path: string, lines: readonly string[]): void {
  try {
    writeFileSync(path, lines.join(''));
  } catch (error) {
    throw new UnusableFile(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isWanted(located: LocatedCase, options: ConformOptions): boolean {
  return options.diff === undefined || located.case.scenario.id === options.diff;
}

function tellCase(located: LocatedCase, result: CaseResult, options: ConformOptions, io: ConformIo): void {
  if (options.diff !== undefined) {
    io.out(`${differenceText(located.case, result, { width: io.columns ?? 160, ...around(options) })}\n`);
    return;
  }
  const difference = firstDifferenceText(result);
  if (options.list !== true || difference === undefined) return;
  clearProgress(options, io);
  io.out(`${located.case.scenario.id}: ${difference}\n`);
}

function around({ context }: ConformOptions): { readonly before?: number; readonly after?: number } {
  return context === undefined ? {} : { before: context, after: context };
}

function jsonLine(file: string, located: LocatedCase, result: CaseResult): string {
  const { scenario, kubernetesVersion } = located.case;
  const matched = result.kind === 'matched';
  const firstDifference =
    result.kind === 'differs'
      ? { tMs: result.first.tMs, missing: result.first.missing, extra: result.first.extra }
      : result.kind === 'threw'
        ? { threw: result.message }
        : undefined;
  return `${JSON.stringify({ file, id: scenario.id, kubernetesVersion, matched, firstDifference })}\n`;
}

function tellProgress(text: string, options: ConformOptions, io: ConformIo): void {
  if (options.progress === true) io.err(`\r${text.slice(0, (io.columns ?? 80) - 1)}\u001B[K`);
}

function clearProgress(options: ConformOptions, io: ConformIo): void {
  if (options.progress === true) io.err('\r\u001B[K');
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
