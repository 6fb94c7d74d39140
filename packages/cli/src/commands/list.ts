import { resolve } from 'node:path';
import { campaignRows } from '../campaign/campaign-rows.ts';
import { CAMPAIGNS } from '../campaign/campaign-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { knownProperties } from '../own-properties.ts';
import { hanging, paragraph } from '../render/paragraph.ts';
import { safeJson } from '../report/safe-json.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { CATALOGUE_NAMES, catalogues, propertyRows } from './catalogues.ts';
import type { CatalogueRow } from './catalogues.ts';

/** The flags of the commands that know all properties, the user's own among them. */
export interface CatalogueFlags extends TerminalFlags {
  readonly ownProperties?: string;
}

export interface ListFlags extends CatalogueFlags {
  readonly json?: boolean;
}

/** Columns below which a sentence stands under its name. */
const LEAST_SENTENCE = 30;

/** `simlet list`: the properties, questions, causes, faults, reporters or campaigns that there are. */
export async function list(name: string, flags: ListFlags, io: Io): Promise<ExitCode> {
  const rows = await rowsOf(name, flags, io);
  if (rows === undefined) throw new UsageError(`no list of ${name}: there are ${CATALOGUE_NAMES.join(', ')}`);
  if (rows.length === 0) io.err(` no ${name} here\n`);
  if (flags.json === true) {
    io.out(`${safeJson(rows, 2)}\n`);
    return EXIT.held;
  }
  const terminal = terminalOf(io, flags);
  const column = Math.max(0, ...rows.map(({ id }) => id.length)) + 4;
  const isNarrow = terminal.width - column < LEAST_SENTENCE;
  for (const { id, sentence } of rows) {
    const lines = isNarrow
      ? [` ${id}`, ...paragraph(sentence, 3, terminal)]
      : hanging(` ${id.padEnd(column - 1)}`, sentence, terminal);
    io.out(`${lines.join('\n')}\n`);
  }
  return EXIT.held;
}

async function rowsOf(name: string, flags: ListFlags, { cwd }: Io): Promise<readonly CatalogueRow[] | undefined> {
  if (name === 'properties') return propertyRows(await knownProperties(flags.ownProperties));
  return name === 'campaigns' ? campaignRows(resolve(cwd, CAMPAIGNS)) : catalogues.get(name);
}
