import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Examination } from '../check/examination.ts';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import { UsageError } from '../usage-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';
import { edited } from './edit.ts';
import type { Edit } from './edit.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface FixFlags {
  /** Write the fixes into the files. */
  readonly fix?: boolean;
  /** Print them as a unified diff, and nothing else. */
  readonly diff?: boolean;
  /** What counts as a failure, and is written. */
  readonly failOn?: string;
}

/** The fixes of a check by file, in the order in which they were found. */
export interface Fixes {
  add(examination: Examination): void;
  /** Writes or prints what the flags ask for. Throws an `InputError` where a file cannot be written. */
  finish(): void;
}

interface FixedFile {
  readonly text: string;
  readonly edits: Edit[];
  readonly changes: string[];
}

export function collectFixes(flags: FixFlags, paths: readonly string[], io: Io): Fixes {
  if (flags.fix === true && paths.includes('-'))
    throw new UsageError('--fix cannot write to standard input: take --diff');
  const files = new Map<string, FixedFile>();
  return {
    add(examination) {
      const { workload, fix } = examination;
      if (fix === undefined || 'none' in fix || (flags.fix !== true && flags.diff !== true)) return;
      if (flags.diff !== true && !isCalledFor(examination, flags.failOn)) {
        const words = `${workload.file}: not written, as nothing is broken for certain: ${fix.changes.join('; ')} (--fail-on warning writes it)`;
        io.err(` ${printable(words)}\n`);
        return;
      }
      const { file, fileText } = workload;
      const known = files.get(file) ?? { text: fileText, edits: [], changes: [] };
      files.set(file, known);
      // Two workloads may share a text through an anchor: the first change of it is made.
      if (edited(fileText, [...known.edits, ...fix.edits]) === undefined) return;
      known.edits.push(...fix.edits);
      known.changes.push(...fix.changes);
    },
    finish() {
      for (const [file, { text, edits, changes }] of files) {
        if (flags.diff === true) io.out(unifiedDiff(file, text, edits));
        if (flags.fix !== true) continue;
        write(resolve(io.cwd, file), file, text, edits);
        for (const change of changes) io.err(` ${printable(file)}: ${printable(change)}\n`);
      }
    },
  };
}

/** What rests on a number that nobody gave needs no fix where that number is never reached: whoever takes it for a failure gets it. */
function isCalledFor({ fix, properties }: Examination, failOn = 'error'): boolean {
  if (failOn !== 'error') return true;
  return properties.some(
    ({ property, outcome }) => outcome === 'broken' && fix?.properties.includes(property.id) === true,
  );
}

const BYTE_ORDER_MARK = '\u{feff}';

function write(path: string, file: string, text: string, edits: readonly Edit[]): void {
  try {
    const now = readFileSync(path, 'utf8');
    const mark = now.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    if (now !== `${mark}${text}`) throw new InputError(`${file}: has changed in the meantime, nothing was written`);
    writeFileSync(path, `${mark}${edited(text, edits) ?? text}`);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${file}: ${whyUnreadable(error)}`);
  }
}
