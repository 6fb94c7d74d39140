import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scripted } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Settings } from '../check/settings.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import { readRecorded } from '../failure-file.ts';
import { InputError } from '../input-error.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { hanging } from '../render/paragraph.ts';
import type { Terminal } from '../terminal.ts';
import { whyUnreadable } from '../why-unreadable.ts';

/** What the kept counter-examples have in common with the check that they are made again in. */
interface Again {
  readonly workloads: readonly Workload[];
  readonly properties: readonly Invariant[];
  readonly settings: Settings;
}

/**
 * The runs of the failure files of a folder, on the manifests as they are now: each is told on the error stream. True where one of
 * them still breaks its property. @throws InputError where there is no such folder.
 */
export function replayFolder(folder: string, again: Again, terminal: Terminal, io: Io): boolean {
  let stillBroken = false;
  for (const name of filesIn(folder, io.cwd)) {
    const path = join(folder, name);
    const outcome = runAgain(path, again, io.cwd);
    const { broken, holds, unmet } = signsOf(terminal);
    const sign = outcome.is === 'broken' ? broken : outcome.is === 'holds' ? holds : unmet;
    const tone = outcome.is === 'broken' ? 'bad' : outcome.is === 'holds' ? 'good' : 'quiet';
    const lines = hanging(
      ` ${paint(terminal, tone, sign)} `,
      `${printable(path)}: ${outcome.words}`,
      terminal,
      sign.length + 2,
    );
    io.err(`${lines.join('\n')}\n`);
    stillBroken ||= outcome.is === 'broken';
  }
  return stillBroken;
}

function filesIn(folder: string, cwd: string): readonly string[] {
  try {
    return readdirSync(resolve(cwd, folder))
      .filter((name) => name.endsWith('.json'))
      .toSorted((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw new InputError(`--replay-dir ${folder}: ${whyUnreadable(error)}`);
  }
}

interface Outcome {
  readonly is: 'broken' | 'holds' | 'not run';
  readonly words: string;
}

function runAgain(path: string, { workloads, properties, settings }: Again, cwd: string): Outcome {
  const recorded = readRecorded(path, cwd);
  if (recorded?.workload === undefined || recorded.property === undefined)
    return { is: 'not run', words: 'is no file of --report-dir' };
  const workload = workloads.find(({ kind, name }) => `${kind}/${name}` === recorded.workload);
  if (workload === undefined) return { is: 'not run', words: `no workload ${recorded.workload} here` };
  const property = properties.find(({ id }) => id === recorded.property);
  if (property === undefined) return { is: 'not run', words: `${recorded.property} is not asked` };
  const run = subjectOf(workload, settings.model, settings.faults).experiment('all', [property]);
  const [breach] = run(scripted(recorded.deviations ?? [])).breaches;
  if (breach === undefined) return { is: 'holds', words: `${property.id} holds now in the run that broke it` };
  return { is: 'broken', words: `${property.id} is still broken: ${breach.message}` };
}
