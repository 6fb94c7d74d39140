import type { Lane } from './lane.ts';
import { lanesOf } from './lanes.ts';
import type { TimedFact } from './lanes.ts';
import { storyOf } from './story.ts';

/** A row of the viewer: its number and its name. */
const PROCESS = 1;

/**
 * A run in the trace event format, which Perfetto and the tracing of Chrome show: a thread for each lane, an instant for each line of the
 * time-line. Times in microseconds of virtual time. *Source*: the Trace Event Format document of the Chromium project.
 */
export function traceEvents(facts: readonly TimedFact[], containers: readonly string[]): string {
  const until = facts.at(-1)?.time ?? 0;
  const lanes = lanesOf(facts, { containers, until });
  const story = storyOf(facts, {}).map(({ time, level, what, note }) => ({
    name: what,
    cat: level === '' ? 'run' : level,
    ph: 'i',
    s: 'p',
    ts: time,
    pid: PROCESS,
    tid: 0,
    args: { note },
  }));
  const events = [
    named('process_name', 0, 'simlet'),
    named('thread_name', 0, 'events'),
    ...lanes.flatMap(laneEvents),
    ...story,
  ];
  return `${JSON.stringify({ displayTimeUnit: 'ms', traceEvents: events })}\n`;
}

function named(name: 'process_name' | 'thread_name', tid: number, value: string): object {
  return { name, ph: 'M', pid: PROCESS, tid, args: { name: value } };
}

function laneEvents({ label, spans }: Lane, index: number): readonly object[] {
  const tid = index + 1;
  const slices = spans.map(({ from, to, shade }) => ({
    name: shade,
    cat: shade,
    ph: 'X',
    ts: from,
    dur: to - from,
    pid: PROCESS,
    tid,
  }));
  return [named('thread_name', tid, label), ...slices];
}
