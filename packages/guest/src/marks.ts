import { PerformanceMark } from 'node:perf_hooks';
import type { MarkOptions, PerformanceEntry } from 'node:perf_hooks';
import type { ActiveGuest } from './active-guest.ts';
import { functionReplacement, READS_CLOCK as WHY } from './replacement.ts';
import type { AnyFunction, Replacement } from './replacement.ts';

interface Between {
  readonly start?: string | number;
  readonly end?: string | number;
  readonly duration?: number;
  readonly detail?: unknown;
}

// Node has one timeline for all; guests have one each, in the order in which they were entered.
const timelines = new WeakMap<ActiveGuest, PerformanceEntry[]>();

/** Marks and measures of `performance`: those of a guest are about its time, and only it sees them. */
export function marks(): readonly Replacement[] {
  const replaced = (key: string, inGuest: (guest: ActiveGuest, given: readonly unknown[]) => unknown) =>
    functionReplacement({ target: performance, key, name: `performance.${key}`, why: WHY }, inGuest);
  const measured = bound('measure');
  const forget = bound('clearMeasures');
  return [
    ...replaced('mark', (guest, [name, options]) => mark(guest, String(name), options as MarkOptions)),
    ...replaced('measure', (guest, [name, from, to]) => {
      const between = betweenOf(guest, from as string | number | Between | undefined, to as string | undefined);
      const entry = measured(name, between) as PerformanceEntry;
      forget(name);
      return entered(guest, entry);
    }),
    ...replaced('getEntries', (guest) => inOrder(guest, () => true)),
    ...replaced('getEntriesByName', (guest, [name, type]) =>
      inOrder(guest, (entry) => entry.name === name && (type === undefined || entry.entryType === type)),
    ),
    ...replaced('getEntriesByType', (guest, [type]) => inOrder(guest, ({ entryType }) => entryType === type)),
    ...replaced('clearMarks', (guest, [name]) => clear(guest, 'mark', name)),
    ...replaced('clearMeasures', (guest, [name]) => clear(guest, 'measure', name)),
  ];
}

function bound(key: 'measure' | 'clearMeasures'): AnyFunction {
  const original = performance[key] as AnyFunction;
  return (...given) => Reflect.apply(original, performance, given);
}

function timelineOf(guest: ActiveGuest): PerformanceEntry[] {
  const timeline = timelines.get(guest) ?? [];
  timelines.set(guest, timeline);
  return timeline;
}

function entered<Entry extends PerformanceEntry>(guest: ActiveGuest, entry: Entry): Entry {
  timelineOf(guest).push(entry);
  return entry;
}

function mark(guest: ActiveGuest, name: string, options: MarkOptions | undefined): PerformanceEntry {
  return entered(
    guest,
    Reflect.construct(PerformanceMark, [name, { startTime: guest.elapsed() / 1_000, ...options }]) as PerformanceEntry,
  );
}

function betweenOf(guest: ActiveGuest, from: string | number | Between | undefined, to: string | undefined): Between {
  const between: Between = from === undefined ? {} : { start: from as string | number };
  const given = typeof from === 'object' ? from : between;
  const { duration, detail } = given;
  const [start, end] = [given.start, given.end ?? to].map((at) => (at === undefined ? at : timeOf(guest, at)));
  const known = end ?? (start !== undefined && duration !== undefined ? start + duration : guest.elapsed() / 1_000);
  return { start: start ?? (duration === undefined ? 0 : known - duration), end: known, detail };
}

function timeOf(guest: ActiveGuest, at: string | number): number {
  if (typeof at === 'number') return at;
  const found = timelineOf(guest).findLast(({ entryType, name }) => entryType === 'mark' && name === at);
  if (found === undefined) throw new DOMException(`The "${at}" performance mark has not been set`, 'SyntaxError');
  return found.startTime;
}

function inOrder(guest: ActiveGuest, wanted: (entry: PerformanceEntry) => boolean): readonly PerformanceEntry[] {
  return timelineOf(guest)
    .filter(wanted)
    .toSorted((one, other) => one.startTime - other.startTime);
}

function clear(guest: ActiveGuest, type: string, name: unknown): void {
  const kept = timelineOf(guest).filter(
    (entry) => entry.entryType !== type || (name !== undefined && entry.name !== name),
  );
  timelines.set(guest, kept);
}
