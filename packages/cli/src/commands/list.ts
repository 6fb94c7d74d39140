import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { hanging, paragraph } from '../render/paragraph.ts';
import { safeJson } from '../report/safe-json.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { catalogues } from './catalogues.ts';

export interface ListFlags extends TerminalFlags {
  readonly json?: boolean;
}

/** Columns below which a sentence stands under its name. */
const LEAST_SENTENCE = 30;

/** `simlet list`: the properties, questions, causes, faults or reporters that there are. */
export function list(name: string, flags: ListFlags, io: Io): ExitCode {
  const rows = catalogues.get(name);
  if (rows === undefined) throw new UsageError(`no list of ${name}: there are ${[...catalogues.keys()].join(', ')}`);
  if (flags.json === true) {
    io.out(`${safeJson(rows, 2)}\n`);
    return EXIT.held;
  }
  const terminal = terminalOf(io, flags);
  const column = Math.max(...rows.map(({ id }) => id.length)) + 4;
  const isNarrow = terminal.width - column < LEAST_SENTENCE;
  for (const { id, sentence } of rows) {
    const lines = isNarrow
      ? [` ${id}`, ...paragraph(sentence, 3, terminal)]
      : hanging(` ${id.padEnd(column - 1)}`, sentence, terminal);
    io.out(`${lines.join('\n')}\n`);
  }
  return EXIT.held;
}
