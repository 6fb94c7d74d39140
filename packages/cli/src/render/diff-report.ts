import type { Micros } from '@simlet/core';
import { firstDifference } from '../commands/compare-runs.ts';
import type { ComparedLine } from '../commands/compare-runs.ts';
import { formatClock, formatDuration } from '../duration.ts';
import { safeJson } from '../report/safe-json.ts';
import type { Terminal } from '../terminal.ts';
import { deviationWords } from './deviation-words.ts';
import { gantt } from './gantt.ts';
import type { Lane } from './lane.ts';
import { lanesOf } from './lanes.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';
import { shortDigest } from './replay-line.ts';
import type { ReplayedRun } from './replay-report.ts';
import { originOf } from './timeline.ts';

/** Two runs side by side: what each of them is, their lanes one below the other, and the lines in which they differ. */
export function diffText(
  a: ReplayedRun,
  b: ReplayedRun,
  lines: readonly ComparedLine[],
  verbose: boolean,
  terminal: Terminal,
): readonly string[] {
  const heads = [...headLines('A', a, terminal), ...headLines('B', b, terminal), ''];
  if (a.execution.digest === b.execution.digest) return [...heads, ' The runs are the same, event for event.'];
  const first = firstDifference(lines);
  const shown = lines.filter(({ change }) => verbose || change !== 'same');
  const same = lines.length - shown.length;
  const what =
    first === undefined
      ? 'They tell the same story: they differ in calls and probes only.'
      : `They differ from ${formatClock(first)} s on; times are since the delete, or the creation.`;
  return [
    ...heads,
    ...twinLanes(a, b, terminal),
    '',
    ...hanging('   ', what, terminal),
    '',
    ...shown.flatMap((line) => lineText(line, terminal)),
    ...(same > 0 ? paragraph(`${same} more lines are the same: --verbose shows them`, 3, terminal) : []),
  ];
}

function headLines(letter: string, run: ReplayedRun, terminal: Terminal): readonly string[] {
  const { dot, holds, broken } = signsOf(terminal);
  const origin = originOf(run.facts);
  const words = deviationWords(run.deviations, run.assumptions, run.facts, origin);
  const breaches = run.execution.breaches.map(({ id }) => id);
  const parts = [
    run.path,
    words.length === 0 ? 'nothing out of the ordinary' : words.join('; '),
    `digest ${shortDigest(run.execution.digest)}`,
    breaches.length === 0 ? `${holds} no promise is broken` : `${broken} ${breaches.join(', ')}`,
  ];
  return hanging(` ${letter}  `, parts.join(` ${dot} `), terminal);
}

/** The lanes of both runs, those of B below their twins and moved so that the instants they count from are one. */
function twinLanes(a: ReplayedRun, b: ReplayedRun, terminal: Terminal): readonly string[] {
  const origin = originOf(a.facts).time;
  const shift = origin - originOf(b.facts).time;
  const left = labelled('A', lanes(a), 0);
  const right = labelled('B', lanes(b), shift);
  const times = [...left, ...right].flatMap(({ spans, marks }) => [
    ...spans.map(({ shade, from, to }) => (shade === 'running' || shade === 'down' ? from : to)),
    ...marks.map(({ at }) => at),
  ]);
  const seen = times.filter((time) => time >= origin && Number.isFinite(time));
  const end = Math.max(origin + 1_000_000, ...seen);
  const margin = Math.ceil((end - origin) / 20);
  const window = { from: Math.max(0, origin - margin), to: end + Math.min(margin, 1_000_000), origin };
  const labels = [...new Set([...left, ...right].map(({ label }) => label.slice(2)))];
  const twins = labels.flatMap((label) => [...left, ...right].filter((lane) => lane.label.slice(2) === label));
  return gantt(twins, window, terminal);
}

function lanes({ facts, scenario, execution }: ReplayedRun): readonly Lane[] {
  const containers = scenario.pods.flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name),
  );
  return lanesOf(facts, { containers, until: execution.elapsed });
}

function labelled(letter: string, all: readonly Lane[], shift: Micros): readonly Lane[] {
  return all.map(({ label, spans, marks }) => ({
    label: `${letter} ${label}`,
    spans: spans.map(({ from, to, shade }) => ({ from: from + shift, to: to + shift, shade })),
    marks: marks.map(({ at, sign }) => ({ at: at + shift, sign })),
  }));
}

const CLOCK_WIDTH = 9;
const WHAT_WIDTH = 26;

function lineText(line: ComparedLine, terminal: Terminal): readonly string[] {
  const { note } = line;
  switch (line.change) {
    case 'same':
      return [row(' ', line, 'quiet', note, terminal)];
    case 'moved':
      return [row('~', line, 'warning', movedWords(line.a, line.b), terminal)];
    case 'other words':
      return [
        row('-', { what: line.what, a: line.a }, 'bad', note, terminal),
        row('+', { what: line.what, b: line.b }, 'good', line.otherNote, terminal),
      ];
    case 'only in A':
      return [row('-', line, 'bad', note, terminal)];
    case 'only in B':
      return [row('+', line, 'good', note, terminal)];
  }
}

function movedWords(a: Micros, b: Micros): string {
  return `${formatDuration(Math.abs(b - a))} ${b > a ? 'later' : 'earlier'} in B`;
}

function row(
  sign: string,
  { what, a, b }: { readonly what: string; readonly a?: Micros | undefined; readonly b?: Micros | undefined },
  tone: Tone,
  note: string,
  terminal: Terminal,
): string {
  const { ellipsis, dash } = signsOf(terminal);
  const clock = (time: Micros | undefined): string =>
    (time === undefined ? dash : formatClock(time)).padStart(CLOCK_WIDTH);
  const words = printable(`${what.padEnd(WHAT_WIDTH)} ${note}`).trimEnd();
  const head = ` ${sign} ${clock(a)} ${clock(b)}  `;
  return paint(terminal, tone, `${head}${cutEnd(words, terminal.width - head.length, ellipsis)}`);
}

/** The comparison for programs: `simlet.diff/1`. Times in microseconds since the delete, or the creation. */
export function diffJson(a: ReplayedRun, b: ReplayedRun, lines: readonly ComparedLine[]): string {
  const runOf = ({ path, deviations, execution }: ReplayedRun): object => ({
    path,
    digest: execution.digest,
    deviations,
    breaches: execution.breaches,
  });
  const first = firstDifference(lines);
  const result = {
    schema: 'simlet.diff/1',
    a: runOf(a),
    b: runOf(b),
    same: a.execution.digest === b.execution.digest,
    ...(first === undefined ? {} : { firstDifference: first }),
    lines,
  };
  return safeJson(result, 2);
}
