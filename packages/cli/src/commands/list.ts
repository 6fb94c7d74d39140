import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import { wrap } from '../render/paragraph.ts';
import { safeJson } from '../report/safe-json.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { catalogues } from './catalogues.ts';

export interface ListFlags extends TerminalFlags {
  readonly json?: boolean;
}

/** `simlet list`: the properties, questions, causes, faults or reporters that there are. */
export function list(name: string, flags: ListFlags, io: Io): ExitCode {
  const rows = catalogues.get(name);
  if (rows === undefined) throw new UsageError(`no list of ${name}: there are ${[...catalogues.keys()].join(', ')}`);
  if (flags.json === true) {
    io.out(`${safeJson(rows, 2)}\n`);
    return EXIT.held;
  }
  const { width } = terminalOf(io, flags);
  const column = Math.max(...rows.map(({ id }) => id.length)) + 3;
  for (const { id, sentence } of rows) {
    const [first, ...rest] = wrap(printable(sentence), Math.max(20, width - column - 1));
    io.out(` ${id.padEnd(column)}${first ?? ''}\n${rest.map((line) => ` ${' '.repeat(column)}${line}\n`).join('')}`);
  }
  return EXIT.held;
}
