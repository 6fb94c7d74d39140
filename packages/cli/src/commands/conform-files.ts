import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ConformanceCase, parseCase } from '@simlet/cluster';
import { whyUnreadable } from '../why-unreadable.ts';

/** A case and where it stands: `named.jsonl:3`, or the path alone in a file of one case. */
export interface LocatedCase {
  readonly place: string;
  readonly case: ConformanceCase;
}

export interface CaseFile {
  readonly path: string;
  readonly cases: readonly LocatedCase[];
}

/** Why a file cannot be read or written, as one line that names it. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}

/** The case files that the paths name; a folder stands for the `.json` and `.jsonl` files in it, sorted by name. */
export function caseFilePaths(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json') || name.endsWith('.jsonl'));
    return names.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0)).map((name) => join(path, name));
  });
}

/**
 * Reads a file of one case (`.json`) or of one case a line (`.jsonl`).
 *
 * @throws UnusableFile where the file cannot be read or a case in it cannot be understood.
 */
export function readCaseFile(path: string): CaseFile {
  const text = readText(path);
  if (!path.endsWith('.jsonl')) return { path, cases: [locate(path, text)] };
  const cases = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [locate(`${path}:${index + 1}`, line)]));
  return { path, cases };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableFile(`${path}: ${whyUnreadable(error)}`);
  }
}

function locate(place: string, text: string): LocatedCase {
  const parsed = parseCase(text);
  if (parsed.kind === 'problem') throw new UnusableFile(`${place}: ${parsed.problem}`);
  return { place, case: parsed.case };
}
