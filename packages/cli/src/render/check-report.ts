import type { Assumption } from '../check/assumption.ts';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { dependsWords, findingText } from './finding.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';
import type { Tone } from './paint.ts';

type Row = readonly [name: string, value: string, because: string];

const LEAST_REASON = 20;

/** What was found out about one workload, as text. `replay` gives the line that makes the run of a result again. */
export function examinationText(
  examination: Examination,
  replay: (result: PropertyResult) => string,
  terminal: Terminal,
): readonly string[] {
  const { workload, properties } = examination;
  const { dot } = signsOf(terminal);
  const names = [...(workload.pod.spec.initContainers ?? []), ...workload.pod.spec.containers].map(({ name }) => name);
  const noun = names.length === 1 ? 'container' : 'containers';
  const title = `   ${workload.kind}/${workload.name} ${dot} ${noun} ${names.join(', ')}`;
  const width = Math.max(...properties.map(({ property }) => property.id.length));
  const findings = inOrderOfWeight(properties).flatMap((result) =>
    result.finding === undefined ? [] : findingText(result, result.finding, examination, replay(result), terminal),
  );
  return [
    paint(terminal, 'strong', cutEnd(printable(title), terminal.width, signsOf(terminal).ellipsis)),
    ...properties.map((result) => resultLine(result, width, terminal)),
    '',
    ...assumptionLines(examination, terminal),
    '',
    ...findings,
  ];
}

/** What breaks in a calm run comes first, what needs a fault next, what rests on a number that nobody gave last. */
function inOrderOfWeight(results: readonly PropertyResult[]): readonly PropertyResult[] {
  const weight = ({ outcome, finding }: PropertyResult): number =>
    outcome === 'depends' ? 1_000_000 : (finding?.deviations.length ?? 0);
  return results
    .map((result, index) => ({ result, index }))
    .toSorted((a, b) => weight(a.result) - weight(b.result) || a.index - b.index)
    .map(({ result }) => result);
}

const TONES: Readonly<Record<PropertyResult['outcome'], Tone>> = {
  holds: 'good',
  broken: 'bad',
  depends: 'warning',
  'not met': 'quiet',
};

function resultLine(result: PropertyResult, width: number, terminal: Terminal): string {
  const signs = signsOf(terminal);
  const sign = { holds: signs.holds, broken: signs.broken, depends: signs.depends, 'not met': signs.unmet }[
    result.outcome
  ];
  const text = `${result.property.id.padEnd(width)}   ${outcomeWords(result)}`;
  return `     ${paint(terminal, TONES[result.outcome], sign)} ${cutEnd(text, terminal.width - 8, signs.ellipsis)}`;
}

function outcomeWords({ outcome, metRuns, brokenRuns, waived, finding }: PropertyResult): string {
  if (waived !== undefined) return `not asked: ${waived}`;
  const runs = `${metRuns} ${metRuns === 1 ? 'run' : 'runs'}`;
  switch (outcome) {
    case 'holds':
      return `holds in ${runs}`;
    case 'broken':
      return `broken in ${brokenRuns} of ${runs}`;
    case 'depends':
      return finding === undefined ? '' : `breaks if ${dependsWords(finding)}`;
    case 'not met':
      return 'not met: no run came into its situation';
  }
}

function assumptionLines({ assumptions, deleteMs, ready }: Examination, terminal: Terminal): readonly string[] {
  const { dash } = signsOf(terminal);
  const whenDeleted = ready ? '5 s after a calm start made the pod ready' : 'a calm start does not make the pod ready';
  const rows: readonly Row[] = [
    ['replicas', '1, on one node', 'created at 1 s'],
    ['delete', `at ${deleteMs / 1_000} s`, whenDeleted],
    ...assumptions.map((assumption): Row => [assumption.name, valueOf(assumption, dash), becauseOf(assumption)]),
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

function valueOf({ usual, least, most }: Assumption, dash: string): string {
  if (least === most) return formatDuration(usual);
  return `${formatDuration(usual)} (${formatDuration(least)} ${dash} ${formatDuration(most)})`;
}

function becauseOf({ because, line }: Assumption): string {
  return line === undefined ? because : `line ${line}: ${because}`;
}

/** The last lines: how many properties of which outcome, and out of how many runs. */
export function summaryText(examinations: readonly Examination[], terminal: Terminal): readonly string[] {
  const signs = signsOf(terminal);
  const count = (outcome: PropertyResult['outcome']): number =>
    examinations.flatMap(({ properties }) => properties).filter((result) => result.outcome === outcome).length;
  const counts = [
    `${count('broken')} broken`,
    ...(count('depends') > 0 ? [`${count('depends')} depending on numbers not given`] : []),
    `${count('holds')} holding`,
    ...(count('not met') > 0 ? [`${count('not met')} not met`] : []),
  ];
  const runs = examinations.flatMap((examination) => examination.runs);
  const total = runs.reduce((sum, { runs: made }) => sum + made, 0);
  const virtual = examinations.reduce((sum, examination) => sum + examination.virtual, 0);
  const strategies = [...new Set(runs.map(({ strategy }) => strategy))].map((strategy) => {
    const made = runs.filter((one) => one.strategy === strategy);
    const leftOut = made.reduce((sum, one) => sum + one.leftOut, 0);
    const more = leftOut > 0 ? ` (${leftOut} more left out)` : '';
    return `${made.reduce((sum, one) => sum + one.runs, 0)} ${strategy}${more}`;
  });
  const ran = `${total} runs: ${strategies.join(', ')}`;
  return [
    ` ${signs.rule.repeat(10)}`,
    ...hanging(' Summary   ', counts.join(', '), terminal),
    ...paragraph(ran, 11, terminal),
    ...paragraph(`${formatHours(virtual)} of virtual time`, 11, terminal),
  ];
}

function formatHours(virtual: number): string {
  const hours = virtual / 3_600_000_000;
  return hours < 1 ? `${Math.round(hours * 600) / 10} min` : `${Math.round(hours * 10) / 10} h`;
}
