import { formatClock } from '../duration.ts';
import { cutEnd, printable, signsOf } from '../render/paint.ts';
import { hanging, paragraph } from '../render/paragraph.ts';
import type { Terminal } from '../terminal.ts';
import { objectName } from './finding-line.ts';
import type { ReportedWorkload } from './reporter.ts';
import type { PropertyReport, WorkloadResult } from './result.ts';

/** A workload of a result that was saved, as reporters see it: what people read is made of what the result says. */
export function reportedResult(result: WorkloadResult): ReportedWorkload {
  return {
    result,
    text: (terminal) => [
      `   ${printable(objectName(result))}`,
      ...result.answers.flatMap(({ question, verdict, words }) =>
        hanging(`     ${question.padEnd(14)} ${verdict.toUpperCase().padEnd(8)} `, words, terminal),
      ),
      ...(result.answers.length > 0
        ? []
        : result.properties.flatMap(({ id, words }) => hanging(`     ${id}   `, words, terminal))),
      '',
      ...result.properties.flatMap((property) => exampleText(result, property, terminal)),
    ],
    findingText(id, terminal) {
      const property = result.properties.find((one) => one.id === id);
      return property === undefined ? [] : exampleText(result, property, terminal);
    },
  };
}

function exampleText(result: WorkloadResult, property: PropertyReport, terminal: Terminal): readonly string[] {
  const { counterExample: example, id, outcome } = property;
  if (example === undefined) return [];
  const { dot, ellipsis } = signsOf(terminal);
  const steps = example.timeline.map(({ time, level, what, note }) => {
    const line = `${formatClock(time).padStart(10)}  ${level.padEnd(7)} ${what.padEnd(24)} ${note}`;
    return cutEnd(printable(line).trimEnd(), terminal.width, ellipsis);
  });
  const needs = example.needs.length === 0 ? ['nothing out of the ordinary: it breaks in the calm run'] : example.needs;
  return [
    ` ${outcome === 'depends' ? 'UNKNOWN' : 'FAIL'}  ${id} ${dot} ${printable(objectName(result))}`,
    '',
    ...paragraph(example.message, 3, terminal),
    '',
    `   ${printable(result.file)}:${example.place.line}:${example.place.column}`,
    '',
    ...steps,
    '',
    ...needs.flatMap((need) => hanging('   Needs     ', need, terminal)),
    ...(example.fix === undefined ? [] : hanging('   Fix       ', example.fix, terminal)),
    `   Replay    ${printable(example.replay)}`,
    '',
  ];
}
