import type { Micros } from '@simlet/core';
import { formatClock } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { lanesOf } from './lanes.ts';
import type { TimedFact } from './lanes.ts';
import type { Lane, Shade } from './lane.ts';
import { printable } from './paint.ts';
import { hanging } from './paragraph.ts';

const WORDS: Readonly<Record<Shade, string>> = {
  running: 'runs',
  stopping: 'has been told to stop',
  down: 'is down',
  hook: 'runs',
  abandoned: 'still runs, and nobody waits for it',
  budget: 'not used up',
};

/** What is so at an instant of a run, lane by lane; what has ended or not begun is told as well. `shown` is how the instant is called. */
export function stateAt(
  facts: readonly TimedFact[],
  containers: readonly string[],
  at: Micros,
  shown: Micros,
  terminal: Terminal,
): readonly string[] {
  const whole = lanesOf(facts, { containers, until: facts.at(-1)?.time ?? at });
  const width = Math.max(0, ...whole.map(({ label }) => label.length)) + 2;
  const lines = whole.flatMap((lane) =>
    hanging(`     ${printable(lane.label).padEnd(width)}`, wordsOf(lane, at), terminal, width + 5),
  );
  return [`   At ${formatClock(shown)} s`, '', ...lines];
}

function wordsOf({ spans }: Lane, at: Micros): string {
  const now = spans.findLast(({ from, to }) => from <= at && at < to);
  if (now !== undefined) return `${WORDS[now.shade]}, for ${formatClock(at - now.from)} s`;
  const before = spans.findLast(({ to }) => to <= at);
  return before === undefined ? 'has not begun' : `is over since ${formatClock(at - before.to)} s`;
}
