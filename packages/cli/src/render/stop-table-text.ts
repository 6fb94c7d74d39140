import type { Micros } from '@simlet/core';
import { containersOf } from '../check/placed-container.ts';
import type { Examination } from '../check/examination.ts';
import { NOT_RUNNING } from '../check/stop-table.ts';
import type { StopCell, StopRow } from '../check/stop-table.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { paint, printable, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

const HEADS = ['stopped by', 'PreStop', 'it gets', 'SIGTERM', 'SIGKILL', 'clean-up'] as const;

/** What each cause does to the containers that have something to lose: one table a container. */
export function stopTableText(
  { stopRows, workload }: Examination,
  replay: string,
  terminal: Terminal,
  verbose: boolean,
): readonly string[] {
  if (stopRows.length === 0) return [];
  const placed = containersOf(workload.pod).filter(({ role }) => role !== 'init');
  const hooked = placed.filter(({ container }) => container.lifecycle?.preStop !== undefined);
  const main = placed.filter(({ role }) => role === 'main');
  const shown = verbose ? placed : hooked.length > 0 ? hooked : main;
  const others = placed.length - shown.length;
  return [
    ...shown.flatMap(({ container }) => [
      ...hanging('   ', `What can stop ${container.name}, and what it gets then`, terminal),
      ...tableOf(
        stopRows.filter((row) => row.container === container.name),
        terminal,
      ),
      '',
    ]),
    // A command is one line, however long: it is there to be pasted.
    `   Replay    ${printable(replay)} --stopped-by CAUSE`,
    ...(others > 0
      ? paragraph(`${others} more ${others === 1 ? 'container' : 'containers'} without PreStop: --verbose`, 3, terminal)
      : []),
    '',
  ];
}

function tableOf(rows: readonly StopRow[], terminal: Terminal): readonly string[] {
  if (rows.every(({ cell }) => cell === undefined)) {
    const asked = rows.filter(({ impossible }) => impossible === NOT_RUNNING).map(({ cause }) => cause);
    return paragraph(`nothing: it does not run when it would be stopped (${asked.join(', ')})`, 3, terminal);
  }
  const cells = rows.map((row) => ({ row, texts: textsOf(row, terminal) }));
  const widths = HEADS.map((head, column) =>
    Math.max(
      head.length,
      // Why a cause cannot stop it reaches across all columns but the first.
      ...cells.map(({ texts }) => (texts.length === HEADS.length || column === 0 ? (texts[column] ?? '').length : 0)),
    ),
  );
  if (widths.reduce((sum, width) => sum + width + 2, INDENT.length) > terminal.width + TOLERANCE)
    return cells.flatMap(({ row, texts }) => listed(row, texts, terminal));
  const line = (texts: readonly string[]): string =>
    texts
      .slice(0, -1)
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ');
  return [
    `${INDENT}${line(HEADS)}  ${HEADS.at(-1) ?? ''}`,
    ...cells.flatMap(({ row, texts }) => {
      const head = `${INDENT}${line(texts)}  `;
      const { sign, tone } = signOf(row.cell, terminal);
      const last = texts.at(-1) ?? '';
      if (row.cell === undefined)
        return [`${INDENT}${paint(terminal, 'quiet', printable(`${row.cause.padEnd(widths[0] ?? 0)}  ${last}`))}`];
      return hanging(`${head}${paint(terminal, tone, sign)} `, last, terminal, head.length + 2);
    }),
  ];
}

const INDENT = '   ';
/** What may stick out of the last column of a row is put below it. */
const TOLERANCE = 4;

/** A row where the columns have no room: a sentence. */
function listed(row: StopRow, texts: readonly string[], terminal: Terminal): readonly string[] {
  const { sign, tone } = signOf(row.cell, terminal);
  const words =
    row.cell === undefined
      ? (row.impossible ?? '')
      : texts
          .slice(1, -1)
          .map((text, index) => `${HEADS[index + 1] ?? ''} ${text}`)
          .join(', ');
  const last = row.cell === undefined ? '' : `; ${texts.at(-1) ?? ''}`;
  return hanging(
    `${INDENT}${paint(terminal, tone, sign)} `,
    `${row.cause}: ${words}${last}`,
    terminal,
    INDENT.length + 2,
  );
}

function signOf(cell: StopCell | undefined, terminal: Terminal): { readonly sign: string; readonly tone: Tone } {
  const signs = signsOf(terminal);
  switch (cell?.cleanUp) {
    case undefined:
      return { sign: signs.unmet, tone: 'quiet' };
    case 'completed':
      return { sign: signs.holds, tone: 'good' };
    case 'cut':
      return { sign: signs.broken, tone: 'bad' };
    case 'depends':
      return { sign: signs.depends, tone: 'warning' };
  }
}

function textsOf({ cause, cell, impossible }: StopRow, terminal: Terminal): readonly string[] {
  const { unmet } = signsOf(terminal);
  if (cell === undefined) return [cause, `${unmet} ${impossible ?? ''}`];
  const { preStop, sigtermAt, termToKill, cleanUp, why } = cell;
  return [
    cause,
    preStopText(cell, unmet),
    preStop.budget === undefined ? unmet : seconds(preStop.budget),
    sigtermAt === undefined ? 'none' : seconds(sigtermAt),
    termToKill === undefined ? (cell.exit?.cause === 'itself' ? unmet : 'at once') : `+${seconds(termToKill)}`,
    cleanUp === 'completed' ? 'yes' : cleanUp === 'cut' ? `no: ${first(why)}` : ifWords(cell),
  ];
}

/** What it depends on: whether a process is told to stop at all counts for more than how fast it is. */
function ifWords({ why, dependsOn, preStop, exit }: StopCell): string {
  const isCutAsShown = preStop.state === 'cut' || (exit !== undefined && exit.cause !== 'itself');
  if (isCutAsShown) return 'only if quicker';
  const isUntold = first(why) === 'SIGKILL' && dependsOn.some((name) => name.startsWith('signal/'));
  return isUntold ? 'if SIGTERM arrives' : `${first(why)} if slower`;
}

/** The first of several reasons says enough in a row. */
function first(why: string): string {
  return why.split(', ')[0] ?? '';
}

function preStopText({ preStop: { state, deliveries, ran } }: StopCell, unmet: string): string {
  const times = deliveries > 1 ? `${deliveries}x ` : '';
  switch (state) {
    case 'none':
      return unmet;
    case 'not run':
      return 'not run';
    case 'completed':
      return `${times}${seconds(ran)}`;
    case 'failed':
      return `${times}fails`;
    case 'cut':
      return `${times}cut off`;
  }
}

function seconds(time: Micros): string {
  return formatDuration(Math.round(time / 100_000) * 100_000);
}
