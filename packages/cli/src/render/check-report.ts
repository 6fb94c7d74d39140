import type { Examination, PropertyResult } from '../check/examination.ts';
import type { Terminal } from '../terminal.ts';
import { dependsWords, findingText } from './finding.ts';
import { answersText } from './answers-text.ts';
import { assumptionLines } from './assumption-lines.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';
import type { ReportOptions } from './report-options.ts';
import { stopTableText } from './stop-table-text.ts';

/** What was found out about one workload, as text. */
export function examinationText(examination: Examination, options: ReportOptions): readonly string[] {
  const { workload, properties } = examination;
  const { terminal } = options;
  const isNarrow = examination.answers.length === 0;
  const { dot } = signsOf(terminal);
  const names = [...(workload.pod.spec.initContainers ?? []), ...workload.pod.spec.containers].map(({ name }) => name);
  const noun = names.length === 1 ? 'container' : 'containers';
  const title = `   ${workload.kind}/${workload.name} ${dot} ${noun} ${names.join(', ')}`;
  const width = Math.max(...properties.map(({ property }) => property.id.length));
  const findings = inOrderOfWeight(properties).flatMap((result) =>
    result.finding !== undefined && isShown(result, options, isNarrow)
      ? findingText(result, result.finding, examination, options)
      : [],
  );
  return [
    paint(terminal, 'strong', cutEnd(printable(title), terminal.width, signsOf(terminal).ellipsis)),
    ...answersText(examination.answers, terminal),
    ...(isNarrow || options.verbose ? properties.flatMap((result) => resultLines(result, width, terminal)) : []),
    '',
    ...stopTableText(examination, options.again, terminal, options.verbose),
    ...assumptionLines(examination, terminal),
    '',
    ...reachedLines(examination, options),
    ...findings,
  ];
}

/** What rests on a number that nobody gave and needs a fault besides has its line in the list, which says it all. */
function isShown({ outcome, finding }: PropertyResult, { verbose }: ReportOptions, isNarrow: boolean): boolean {
  const numbersAlone = finding !== undefined && finding.deviations.length <= finding.open.length;
  return verbose || outcome === 'broken' || numbersAlone || (isNarrow && finding?.harmIf !== undefined);
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

function resultLines(result: PropertyResult, width: number, terminal: Terminal): readonly string[] {
  const signs = signsOf(terminal);
  const { holds, broken, depends, unmet } = signs;
  const sign = { holds, broken, depends, 'not met': unmet }[result.outcome];
  const head = `     ${paint(terminal, TONES[result.outcome], sign)} `;
  const { id } = result.property;
  return terminal.width - width >= LEAST_WORDS
    ? hanging(`${head}${id.padEnd(width)}   `, outcomeWords(result), terminal, width + 10)
    : [`${head}${id}`, ...paragraph(outcomeWords(result), 9, terminal)];
}

/** Columns that the words about a property need beside its name. */
const LEAST_WORDS = 40;

/** What the runs say about a property, in words. */
export function outcomeWords({ outcome, metRuns, brokenRuns, waived, finding }: PropertyResult): string {
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

/** The situations that runs came into. */
function reachedLines({ reached }: Examination, { verbose, terminal }: ReportOptions): readonly string[] {
  if (!verbose || reached.length === 0) return [];
  const width = Math.max(...reached.map(({ runs }) => String(runs).length));
  const rows = reached.flatMap(({ mark, runs }) => hanging(`     ${String(runs).padStart(width)} `, mark, terminal));
  return ['   Reached, in how many runs', ...rows, ''];
}
