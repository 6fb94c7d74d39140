import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Workload } from '@simlet/manifest';
import { containersOf } from '../check/placed-container.ts';
import { formatClock } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import type { Window } from './axis.ts';
import { gantt } from './gantt.ts';
import type { Lane } from './lane.ts';
import { lanesOf } from './lanes.ts';
import type { TimedFact } from './lanes.ts';
import { cutEnd, paint, printable, signsOf } from './paint.ts';
import type { Tone } from './paint.ts';
import { storyOf } from './story.ts';
import type { StoryLine } from './story.ts';

const MOST_LINES = 24;
const SECOND: Micros = 1_000_000;

export interface TimelineOptions {
  readonly facts: readonly TimedFact[];
  readonly workload?: Workload;
  readonly containers: readonly string[];
  /** The instant at which a property was broken, marked in the list. */
  readonly brokenAt?: Micros;
  /** The fact of that instant at which it was; absent: the last one that is told. */
  readonly breaking?: Fact | undefined;
  /** The instant at which it is to end; absent: soon after the last thing that happens to the pod. */
  readonly until?: Micros;
  /** Show every line, from the beginning of the run. */
  readonly full?: boolean;
}

/** What the instants of a time-line count from, and what its signs mean. */
export function timelineTitle(origin: Origin, marksBreak: boolean, terminal: Terminal): string {
  const { dot, broken } = signsOf(terminal);
  const zero = `virtual time, 0 s is the ${origin.is === 'delete' ? 'delete' : 'creation'}`;
  return ['Time-line', zero, ...(marksBreak ? [`${broken} where it breaks`] : [])].join(` ${dot} `);
}

/** A run in virtual time: the part that matters, as lanes and as a list. Time 0 is the deletion of the pod, or else its creation. */
export function timeline(options: TimelineOptions, terminal: Terminal): readonly string[] {
  const window = windowOf(options);
  const lanes = lanesOf(options.facts, { containers: options.containers, until: window.to }).filter(({ spans }) =>
    spans.some(({ from, to }) => from <= window.to && to >= window.from),
  );
  const shown = linesIn(window, options);
  const left = options.full === true ? 0 : shown.length - MOST_LINES;
  const kept = left > 0 ? [...shown.slice(0, MOST_LINES / 2), ...shown.slice(-MOST_LINES / 2)] : shown;
  const hidden =
    left > 0 ? shown.slice(MOST_LINES / 2, -MOST_LINES / 2).find((line) => tells(line, options)) : undefined;
  const told = withBreak(hidden === undefined ? kept : withHidden(kept, hidden), options.brokenAt);
  const lines = [...storyTexts(told, window.origin, options, terminal)];
  const more = `  ${signsOf(terminal).ellipsis} ${hidden === undefined ? left : left - 1} more: replay with --verbose`;
  if (left > 0) lines.splice(MOST_LINES / 2, 0, paint(terminal, 'quiet', more));
  return [...gantt(lanes, window, terminal), '', ...lines];
}

/** The lines of a time-line without its lanes, all of them, as they are shown. */
export function storyLines(options: TimelineOptions, terminal: Terminal): readonly string[] {
  return storyTexts(toldLines(options), windowOf(options).origin, options, terminal);
}

function storyTexts(
  told: readonly StoryLine[],
  origin: Micros,
  options: TimelineOptions,
  terminal: Terminal,
): readonly string[] {
  const clockWidth = Math.max(...told.map(({ time }) => formatClock(time - origin).length), LEAST_CLOCK_WIDTH);
  const whatWidth = Math.min(MOST_WHAT_WIDTH, Math.max(WHAT_WIDTH, ...told.map(({ what }) => what.length)));
  const breaking = told.find((line) => tells(line, options)) ?? told.findLast(({ time }) => time === options.brokenAt);
  return told.map((line) => storyText(line, { origin, clockWidth, whatWidth, breaks: line === breaking }, terminal));
}

function linesIn(window: Window, { facts, workload, full }: TimelineOptions): readonly StoryLine[] {
  const story = storyOf(facts, { hookText: (container, hook) => hookText(workload, container, hook) });
  return story.filter(({ time }) => full === true || (time >= window.from && time <= window.to));
}

/** The lines of a time-line without its lanes, all of them, as data. */
export function toldLines(options: TimelineOptions): readonly StoryLine[] {
  return withBreak(linesIn(windowOf(options), options), options.brokenAt);
}

/** The lanes of a time-line as data: the part that is drawn, in microseconds since the instant that it counts from. */
export function toldLanes(options: TimelineOptions): readonly Lane[] {
  const { from, to, origin } = windowOf(options);
  const clipped = (time: Micros): Micros => Math.min(to, Math.max(from, time)) - origin;
  return lanesOf(options.facts, { containers: options.containers, until: to }).flatMap(({ label, spans, marks }) => {
    const shown = spans.filter((span) => span.from <= to && span.to >= from);
    if (shown.length === 0) return [];
    return {
      label,
      spans: shown.map((span) => ({ ...span, from: clipped(span.from), to: clipped(span.to) })),
      marks: marks.filter(({ at }) => at >= from && at <= to).map((mark) => ({ ...mark, at: mark.at - origin })),
    };
  });
}

/** The instant that a time-line counts from, and what it is. */
export interface Origin {
  readonly time: Micros;
  readonly is: 'delete' | 'create';
}

/** The deletion of the pod; or its creation where there is no deletion, or what matters lies before it. */
export function originOf(facts: readonly TimedFact[], brokenAt?: Micros): Origin {
  const deletion = facts.find(({ body }) => body.kind === 'api' && body.op === 'delete' && body.by !== 'kubelet');
  const early = deletion !== undefined && brokenAt !== undefined && brokenAt <= deletion.time;
  if (deletion !== undefined && !early) return { time: deletion.time, is: 'delete' };
  const creation = facts.find(({ body }) => body.kind === 'api' && body.op === 'created');
  return { time: creation?.time ?? 0, is: 'create' };
}

/** From a little before the origin to a little after the last thing that happens to the pod. */
function windowOf({ facts, brokenAt, until }: TimelineOptions): Window {
  const origin = originOf(facts, brokenAt);
  const told = facts.filter(({ body }) =>
    ['hook', 'signal', 'container', 'kubelet', 'api', 'event'].includes(body.kind),
  );
  const first = Math.min(origin.time, ...crashTimes(facts));
  const limit = origin.is === 'delete' ? Number.POSITIVE_INFINITY : startUpLimit(facts, origin.time, brokenAt);
  const last = told.findLast(({ time }) => time < limit)?.time;
  const end = Math.max(
    origin.time + SECOND,
    last ?? 0,
    brokenAt !== undefined && Number.isFinite(brokenAt) ? brokenAt : 0,
  );
  const margin = Math.ceil((end - first) / 20);
  if (until !== undefined) return { from: Math.max(0, first - margin), to: until, origin: origin.time };
  return { from: Math.max(0, first - margin), to: end + Math.min(margin, SECOND), origin: origin.time };
}

/** A time-line of the start ends soon after what was broken in it, and before the deletion. */
function startUpLimit(facts: readonly TimedFact[], origin: Micros, brokenAt: Micros | undefined): Micros {
  const deletion = facts.find(({ body }) => body.kind === 'api' && body.op === 'delete' && body.by !== 'kubelet');
  const before = deletion?.time ?? Number.POSITIVE_INFINITY;
  return brokenAt === undefined ? before : Math.min(before, brokenAt + Math.max(2 * SECOND, (brokenAt - origin) / 3));
}

function crashTimes(facts: readonly TimedFact[]): readonly Micros[] {
  return facts.filter(({ body }) => body.kind === 'kubelet' && body.event === 'stopped').map(({ time }) => time);
}

/** Whether a line tells the fact at which it broke. */
function tells({ fact }: StoryLine, { breaking }: TimelineOptions): boolean {
  return fact !== undefined && fact === breaking;
}

/** The line that says where it breaks is shown even where those around it are left out. */
function withHidden(kept: readonly StoryLine[], hidden: StoryLine): readonly StoryLine[] {
  return [...kept.slice(0, MOST_LINES / 2), hidden, ...kept.slice(MOST_LINES / 2)];
}

/** A break at an instant of which there is nothing else to tell gets a line of its own. */
function withBreak(lines: readonly StoryLine[], brokenAt: Micros | undefined): readonly StoryLine[] {
  if (brokenAt === undefined || !Number.isFinite(brokenAt) || lines.some(({ time }) => time === brokenAt)) return lines;
  const own: StoryLine = { time: brokenAt, level: '', what: 'it is broken here', note: '' };
  return [...lines.filter(({ time }) => time < brokenAt), own, ...lines.filter(({ time }) => time > brokenAt)];
}

const LEAST_CLOCK_WIDTH = 6;
const LEVEL_WIDTH = 7;
const WHAT_WIDTH = 24;
const MOST_WHAT_WIDTH = 32;
const NARROW = 72;

interface StoryLayout {
  readonly origin: Micros;
  readonly clockWidth: number;
  readonly whatWidth: number;
  readonly breaks: boolean;
}

function storyText(
  line: StoryLine,
  { origin, clockWidth, whatWidth, breaks }: StoryLayout,
  terminal: Terminal,
): string {
  const { ellipsis, broken } = signsOf(terminal);
  const sign = breaks ? paint(terminal, 'bad', broken) : ' ';
  const time = ` ${sign} ${formatClock(line.time - origin).padStart(clockWidth)}`;
  const narrow = terminal.width < NARROW;
  const { what, note } = line;
  const text = narrow ? [what, note].filter((part) => part !== '').join(': ') : `${what.padEnd(whatWidth)} ${note}`;
  const level = narrow ? '' : `${paint(terminal, toneOf(line), line.level.padEnd(LEVEL_WIDTH))} `;
  const room = terminal.width - clockWidth - 5 - (narrow ? 0 : LEVEL_WIDTH + 1);
  return `${time}  ${level}${cutEnd(printable(text).trimEnd(), room, ellipsis)}`.trimEnd();
}

function toneOf(line: StoryLine): Tone {
  if (line.level === 'FAULT') return 'bad';
  return line.level === 'Warning' ? 'warning' : 'quiet';
}

/** The command of a hook as one line, without the shell around it. */
function hookText(
  workload: Workload | undefined,
  container: string,
  hook: 'preStop' | 'postStart',
): string | undefined {
  if (workload === undefined) return undefined;
  const spec = containersOf(workload.pod).find((placed) => placed.container.name === container)?.container;
  const handler = spec?.lifecycle?.[hook];
  if (handler?.sleep !== undefined) return `sleep ${handler.sleep.seconds} s`;
  if (handler?.httpGet !== undefined) return `GET ${handler.httpGet.path ?? '/'} on port ${handler.httpGet.port}`;
  const command = handler?.exec?.command ?? [];
  const [shell, flag, script] = command;
  const isShell = /(?:^|\/)(?:ba|da|k|z)?sh$/u.test(shell ?? '') && /^-\w*c$/u.test(flag ?? '');
  return isShell && script !== undefined ? script.trim().replaceAll(/\s*\n\s*/gu, '; ') : command.join(' ');
}
