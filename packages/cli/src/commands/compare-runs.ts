import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { nameOf } from '../render/lanes.ts';
import type { StoryLine } from '../render/story.ts';

/** The story of a run with the instant that its times count from. */
export interface Told {
  readonly lines: readonly StoryLine[];
  readonly origin: Micros;
}

/** What became of a line of the story in the other run: times are since the origin of each run. */
export type ComparedLine = StoryWords &
  (
    | { readonly change: 'same' | 'moved'; readonly a: Micros; readonly b: Micros }
    /** `otherNote` is the note of B. */
    | { readonly change: 'other words'; readonly a: Micros; readonly b: Micros; readonly otherNote: string }
    | { readonly change: 'only in A'; readonly a: Micros; readonly b?: undefined }
    | { readonly change: 'only in B'; readonly a?: undefined; readonly b: Micros }
  );

type StoryWords = Pick<StoryLine, 'level' | 'what' | 'note'>;

interface Keyed {
  readonly key: string;
  readonly time: Micros;
  readonly line: StoryLine;
}

/** Two stories side by side: lines are matched by what they are about and by which of its kind they are, not by time. */
export function compareRuns(a: Told, b: Told): readonly ComparedLine[] {
  const left = keyed(a);
  const right = new Map(keyed(b).map((line) => [line.key, line]));
  const compared = left.map((line) => {
    const other = right.get(line.key);
    right.delete(line.key);
    return compare(line, other);
  });
  const rest = [...right.values()].map(({ time, line: { level, what, note } }): ComparedLine => ({
    change: 'only in B',
    b: time,
    level,
    what,
    note,
  }));
  const timeOf = (line: ComparedLine): Micros => line.a ?? line.b;
  return [...compared, ...rest].toSorted((one, other) => timeOf(one) - timeOf(other));
}

/** The time of the first difference, in the run that has it first; undefined where there is none. */
export function firstDifference(lines: readonly ComparedLine[]): Micros | undefined {
  const times = lines
    .filter(({ change }) => change !== 'same')
    .map(({ a, b }) => Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY));
  return times.length === 0 ? undefined : Math.min(...times);
}

function compare({ time, line }: Keyed, other: Keyed | undefined): ComparedLine {
  const { level, what, note } = line;
  if (other === undefined) return { change: 'only in A', a: time, level, what, note };
  const common = { a: time, b: other.time, level, what, note };
  if (other.line.note !== note) return { change: 'other words', ...common, otherNote: other.line.note };
  return { change: time === other.time ? 'same' : 'moved', ...common };
}

function keyed({ lines, origin }: Told): readonly Keyed[] {
  const counts = new Map<string, number>();
  return lines.map((line) => {
    const about = aboutOf(line);
    const count = counts.get(about) ?? 0;
    counts.set(about, count + 1);
    return { key: `${about} ${count}`, time: line.time - origin, line };
  });
}

/** What a line is about, without anything that may differ between two runs. */
function aboutOf({ fact, what }: StoryLine): string {
  const words = fact === undefined ? [what.replace(/, run \d+/u, '')] : wordsOf(fact, what);
  return words.join('/');
}

function wordsOf(fact: Fact, what: string): readonly string[] {
  switch (fact.kind) {
    case 'hook':
      return [fact.kind, nameOf(fact.container), fact.hook, fact.phase];
    case 'signal':
      return [fact.kind, nameOf(fact.container), fact.signal];
    case 'container':
      return [fact.kind, nameOf(fact.container), fact.event];
    case 'kubelet':
    case 'runtime':
      return [fact.kind, fact.event];
    case 'event':
      return [fact.kind, fact.reason, fact.fieldPath ?? ''];
    case 'api':
    case 'status':
    case 'action':
    case 'cri':
    case 'probe':
      return [fact.kind, what];
  }
}
