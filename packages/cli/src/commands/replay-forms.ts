import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import { containersOf } from '../render/replay-report.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { storyLines } from '../render/timeline.ts';
import { traceEvents } from '../render/trace-events.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';

/** Writes the run as trace events, and says where. */
export function writeTrace(file: string, run: ReplayedRun, io: Io): void {
  try {
    writeFileSync(resolve(io.cwd, file), traceEvents(run.facts, containersOf(run)));
  } catch (error) {
    throw new InputError(`--trace ${file}: ${whyUnreadable(error)}`);
  }
  io.err(` wrote ${printable(file)}: open it in ui.perfetto.dev or chrome://tracing\n`);
}

/** Shows the time-line line by line, one for each key; the rest follows at once after `q`. */
export async function stepThrough(run: ReplayedRun, io: Io, terminal: Terminal): Promise<void> {
  const { listenToKeys } = io;
  if (listenToKeys === undefined) throw new UsageError('--step needs a terminal, for its keys');
  const options = { facts: run.facts, containers: containersOf(run), full: true };
  const lines = storyLines(run.workload === undefined ? options : { ...options, workload: run.workload }, terminal);
  io.err(` ${lines.length} lines; any key: the next, q: enough\n`);
  let at = 0;
  await new Promise<void>((ended) => {
    const stop = listenToKeys((key) => {
      const line = key === 'q' ? undefined : lines[at];
      at += 1;
      if (line !== undefined) io.out(`${line}\n`);
      if (line !== undefined && at < lines.length) return;
      stop();
      ended();
    });
  });
}
