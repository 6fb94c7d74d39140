import type { Assumption } from '../check/assumption.ts';
import type { Examination } from '../check/examination.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { printable, signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

type Row = readonly [name: string, value: string, because: string];

const LEAST_REASON = 20;

/** Everything that a run takes as given and the manifest does not say, each with its reason. */
export function assumptionLines(
  { assumptions, deleteMs, ready, workload }: Examination,
  terminal: Terminal,
): readonly string[] {
  const { dash } = signsOf(terminal);
  const whenDeleted = ready ? '5 s after a calm start made the pod ready' : 'a calm start does not make the pod ready';
  const rows: readonly Row[] = [
    ...(workload.resource === undefined && workload.kind !== 'Pod'
      ? [['template', 'as written', `what the controller of ${workload.kind} adds to its pods is not known`] as const]
      : []),
    ['replicas', '1, on one node', 'created at 1 s'],
    ['delete', `at ${deleteMs / 1_000} s`, whenDeleted],
    ...assumptions.map((assumption): Row => [assumption.name, valueOf(assumption, dash), becauseOf(assumption)]),
    [
      'the rest',
      'goes well',
      'pulls, probes of a program that has started, and hooks succeed; the command of a hook takes 10 ms to start',
    ],
  ];
  const first = Math.max(...rows.map(([name]) => name.length));
  const second = Math.max(...rows.map(([, value]) => value.length));
  const room = terminal.width - first - second - 12;
  return [
    '   Assumed',
    ...rows.flatMap(([name, value, because]) =>
      room >= LEAST_REASON
        ? hanging(`     ${printable(name).padEnd(first)}   ${value.padEnd(second)}   `, because, terminal)
        : // Where the columns leave no room the rest stands below; nothing is left out.
          [...paragraph(name, 5, terminal), ...paragraph(`${value}: ${because}`, 9, terminal)],
    ),
  ];
}

function valueOf({ subject, usual, least, most }: Assumption, dash: string): string {
  if (subject === 'signal') return least === most ? 'not passed on' : 'passed on or not';
  if (least === most) return formatDuration(usual);
  return `${formatDuration(usual)} (${formatDuration(least)} ${dash} ${formatDuration(most)})`;
}

function becauseOf({ because, line }: Assumption): string {
  return line === undefined ? because : `line ${line}: ${because}`;
}
