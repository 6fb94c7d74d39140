import type { PropertyOutcome } from '../check/examination.ts';
import { printable } from '../render/paint.ts';
import type { Terminal } from '../terminal.ts';
import { foundIn, objectName } from './finding-line.ts';
import type { Reporter, ReportedWorkload } from './reporter.ts';
import type { CheckResult } from './result.ts';

const PLAIN: Terminal = { colour: false, unicode: true, width: 100 };

const SIGNS: Readonly<Record<PropertyOutcome, string>> = { holds: '✓', broken: '✗', depends: '?', 'not met': '–' };

/** A summary for a page of CI or a comment: a table of what was found, and each counter-example to unfold. */
export function markdownReporter(): Reporter {
  // Rendered at once, so that no run is kept.
  const unfolded: string[] = [];
  return {
    begin: () => '',
    workload(reported) {
      unfolded.push(...details(reported));
      return '';
    },
    end: (result) =>
      `${[...summary(result), ...inputLines(result), ...answers(result), ...table(result), ...unfolded].join('\n')}\n`,
  };
}

function summary({
  summary: { questions, broken, depends, holds, notMet, runs, interrupted },
}: CheckResult): readonly string[] {
  const { fail, unknown, pass } = questions;
  const asked =
    fail + unknown + pass > 0 ? `${fail} questions FAIL, ${unknown} UNKNOWN, ${pass} PASS; properties: ` : '';
  const counts = `${broken} broken, ${depends} depending on numbers not given, ${holds} holding, ${notMet} not met`;
  return [
    `## simlet: ${asked}${counts}`,
    '',
    `${runs} runs were made.${interrupted === undefined ? '' : ` It was ${escapeText(interrupted)}.`}`,
    '',
  ];
}

function inputLines({ diagnostics, unreadable }: CheckResult): readonly string[] {
  const lines = [
    ...unreadable.map(({ name, message }) => `- ${code(name)}: error: ${escapeText(message)}`),
    ...diagnostics.map(
      ({ file, line, column, severity, message }) =>
        `- ${code(`${file}:${line}:${column}`)}: ${severity}: ${escapeText(message)}`,
    ),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

const VERDICT_SIGNS = { pass: '✓', fail: '✗', unknown: '?', 'not met': '–' } as const;

/** The questions that were answered, without those that do not arise. */
function answers({ workloads }: CheckResult): readonly string[] {
  const rows = workloads.flatMap((workload) =>
    workload.answers
      .filter(({ verdict }) => verdict !== 'not met')
      .map(({ asks, verdict, words }) =>
        row([VERDICT_SIGNS[verdict], code(objectName(workload)), escapeText(asks), escapeText(words)]),
      ),
  );
  return rows.length === 0 ? [] : ['| | workload | question | answer |', '| --- | --- | --- | --- |', ...rows, ''];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

function table(result: CheckResult): readonly string[] {
  const rows = foundIn(result).map(({ workload, property }) => {
    const place = `${workload.file}:${property.counterExample?.place.line ?? workload.line}`;
    return row([
      SIGNS[property.outcome],
      code(objectName(workload)),
      code(property.id),
      code(place),
      escapeText(property.words),
    ]);
  });
  return rows.length === 0
    ? []
    : ['| | workload | property | place | result |', '| --- | --- | --- | --- | --- |', ...rows, ''];
}

function details({ result, findingText }: ReportedWorkload): readonly string[] {
  return foundIn({ workloads: [result] }).flatMap(({ property }) => {
    const text = findingText(property.id, PLAIN);
    const title = `${SIGNS[property.outcome]} ${property.id} · ${objectName(result)}`;
    const fence = '`'.repeat(Math.max(3, longestTicks(text.join('\n')) + 1));
    return [
      `<details><summary>${escapeHtml(title)}</summary>`,
      '',
      `${fence}text`,
      ...text,
      fence,
      '',
      '</details>',
      '',
    ];
  });
}

function longestTicks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
}

/** A code span: nothing in it is markup, and no one is called by an `@`. */
function code(text: string): string {
  const ticks = '`'.repeat(longestTicks(text) + 1);
  const pad = /^`|`$|^ +$/u.test(text) ? ' ' : '';
  return `${ticks}${pad}${printable(text)}${pad}${ticks}`;
}

/** Plain words: what Markdown or HTML would read otherwise is escaped. */
function escapeText(text: string): string {
  return escapeHtml(text).replaceAll(/[\\`*_[\]~]/gu, String.raw`\$&`);
}

/** In a block of HTML only HTML is read. The `@` would call people by their names. */
function escapeHtml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '&#64;');
}
