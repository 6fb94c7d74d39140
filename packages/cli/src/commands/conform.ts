import { writeFileSync } from 'node:fs';
import { type CaseResult, conformCase, differenceText, firstDifferenceText } from './conform-case.ts';
import { caseFilePaths, type LocatedCase, readCaseFile, UnusableCaseFile } from './conform-files.ts';

export interface ConformOptions {
  /** Case files, or folders of them. */
  readonly files: readonly string[];
  /** A file to which a line of JSON is written for each case. */
  readonly json?: string;
  /** The id of a case whose traces are shown side by side. Only the cases of this id are run. */
  readonly diff?: string;
  /** Whether each case that does not match is named with its first difference. */
  readonly list?: boolean;
}

/** What the command needs of the process around it. */
export interface ConformIo {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** The width of the terminal at the error stream; undefined where it is none, and no progress is shown. */
  readonly terminalWidth?: number;
  /** CPU time of this process so far, in microseconds. */
  readonly cpuMicros: () => number;
}

interface Tally {
  matched: number;
  total: number;
}

const exitCode = { allMatch: 0, someDiffer: 1, usage: 2, unusableInput: 3, nothingCompared: 4 } as const;

/** `simlet conform FILE…`: runs recorded cases in the model and counts those that leave the recorded trace. */
export async function conform(options: ConformOptions, io: ConformIo): Promise<number> {
  if (options.files.length === 0) {
    io.error('simlet conform: name at least one case file (.json with one case, .jsonl with one a line)\n');
    return exitCode.usage;
  }
  try {
    return await compareFiles(options, io);
  } catch (error) {
    if (!(error instanceof UnusableCaseFile)) throw error;
    io.error(`simlet conform: ${error.message}\n`);
    return exitCode.unusableInput;
  }
}

async function compareFiles(options: ConformOptions, io: ConformIo): Promise<number> {
  const total: Tally = { matched: 0, total: 0 };
  const jsonLines: string[] = [];
  let simulationMicros = 0;
  const timed = (run: () => void): void => {
    const before = io.cpuMicros();
    run();
    simulationMicros += io.cpuMicros() - before;
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
      tellProgress(`${path}: ${tally.matched} of ${tally.total} match, ${cases.length} cases`, io);
    }
    clearProgress(io);
    if (tally.total === 0 && options.diff !== undefined) continue;
    io.out(`${path}: ${tally.matched} of ${tally.total} cases match\n`);
    total.matched += tally.matched;
    total.total += tally.total;
  }
  if (options.json !== undefined) writeFileSync(options.json, jsonLines.join(''));
  if (options.diff !== undefined && total.total === 0) {
    io.error(`simlet conform: no case has the id ${options.diff}\n`);
    return exitCode.usage;
  }
  io.out(`simulation: ${(simulationMicros / 1_000_000).toFixed(3)} s of CPU time, reading and comparing apart\n`);
  io.out(`conform: ${total.matched} of ${total.total} cases match\n`);
  if (total.total === 0) return exitCode.nothingCompared;
  return total.matched === total.total ? exitCode.allMatch : exitCode.someDiffer;
}

function isWanted(located: LocatedCase, options: ConformOptions): boolean {
  return options.diff === undefined || located.case.scenario.id === options.diff;
}

function tellCase(located: LocatedCase, result: CaseResult, options: ConformOptions, io: ConformIo): void {
  if (options.diff !== undefined) {
    io.out(`${differenceText(located.case, result, io.terminalWidth ?? 160)}\n`);
    return;
  }
  const difference = firstDifferenceText(result);
  if (options.list !== true || difference === undefined) return;
  clearProgress(io);
  io.out(`${located.case.scenario.id}: ${difference}\n`);
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

function tellProgress(text: string, io: ConformIo): void {
  if (io.terminalWidth !== undefined) io.error(`\r${text.slice(0, io.terminalWidth - 1)}\u001B[K`);
}

function clearProgress(io: ConformIo): void {
  if (io.terminalWidth !== undefined) io.error('\r\u001B[K');
}
