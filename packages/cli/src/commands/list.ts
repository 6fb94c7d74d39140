import { promises } from '@simlet/properties';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { wrap } from '../render/paragraph.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface ListFlags extends TerminalFlags {
  readonly json?: boolean;
}

export const CATALOGUES: readonly string[] = ['properties'];

/** `simlet list properties`: the catalogue of what `check` asks. */
export function list(catalogue: string, flags: ListFlags, io: Io): ExitCode {
  if (!CATALOGUES.includes(catalogue))
    throw new UsageError(`no list of ${catalogue}: there is ${CATALOGUES.join(', ')}`);
  if (flags.json === true) {
    const rows = promises.map(({ id, sentence, kind, standing, source }) => ({ id, sentence, kind, standing, source }));
    io.out(`${JSON.stringify(rows, undefined, 2)}\n`);
    return EXIT.held;
  }
  const { width } = terminalOf(io, flags);
  const column = Math.max(...promises.map(({ id }) => id.length)) + 3;
  for (const { id, sentence } of promises) {
    const [first, ...rest] = wrap(sentence, Math.max(20, width - column - 1));
    io.out(` ${id.padEnd(column)}${first ?? ''}\n${rest.map((line) => ` ${' '.repeat(column)}${line}\n`).join('')}`);
  }
  return EXIT.held;
}
