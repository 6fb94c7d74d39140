import { resolve } from 'node:path';
import type { Deviation } from '@simlet/core';
import { DeviationTextError, formatDeviations, parseDeviations } from '@simlet/explorer';
import type { ModelFailure } from '../campaign/model-failure.ts';
import { runOfModel } from '../campaign/model-failure.ts';
import { readModel } from '../campaign/read-model.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { differenceLines } from '../render/first-difference.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { hanging, paragraph } from '../render/paragraph.ts';
import { isSame } from '../render/replay-report.ts';
import { terminalOf } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { ReplayFlags } from './replay.ts';

/** A run of a model of the user's own, from the line of its deviations or from a failure file. */
export async function replayModel(
  path: string,
  recorded: ModelFailure | undefined,
  flags: ReplayFlags,
  io: Io,
): Promise<ExitCode> {
  const model = await readModel(resolve(io.cwd, recorded?.model ?? path));
  const told = typeof flags.faults === 'string' && flags.faults !== 'none' ? deviationsIn(flags.faults) : [];
  const { execution, facts, unused } = runOfModel(model, recorded?.deviations ?? told);
  const { digest, deviations, breaches } = execution;
  const expected = flags.digest ?? recorded?.digest;
  const same = isSame(digest, expected);
  if (flags.json === true) {
    const faults = formatDeviations(deviations);
    const identical = expected === undefined ? {} : { recorded: expected, identical: same };
    const result = { schema: 'simlet.replay/1', digest, ...identical, faults, deviations, unused, breaches, facts };
    io.out(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    const terminal = terminalOf(io, flags);
    const { dot, broken, holds } = signsOf(terminal);
    const sameness = same
      ? 'identical to the recorded run'
      : `NOT the recorded run, which was ${printable(expected ?? '')}`;
    const compared = expected === undefined ? 'not compared (no --digest)' : sameness;
    const count = `${deviations.length} deviation${deviations.length === 1 ? '' : 's'}`;
    const head = [`Replaying ${count} on ${printable(path)}`, `digest ${digest}`, compared].join(` ${dot} `);
    const verdicts = breaches.flatMap(({ id, message }) =>
      hanging(` ${paint(terminal, 'bad', broken)} `, `${id}: ${message}`, terminal, broken.length + 2),
    );
    const lines = [
      ...paragraph(head, 1, terminal),
      ...(same || recorded === undefined ? [] : ['', ...differenceLines(recorded, facts, terminal)]),
      '',
      ...hanging('   Needs   ', deviations.length === 0 ? 'nothing' : formatDeviations(deviations), terminal),
      ...(unused.length === 0 ? [] : hanging('   Unused  ', formatDeviations(unused), terminal)),
      '',
      ...facts.map((line) => `   ${printable(line)}`),
      '',
      ...(verdicts.length > 0 ? verdicts : [` ${paint(terminal, 'good', holds)} no rule is broken in this run`]),
    ];
    io.out(`${lines.join('\n')}\n`);
  }
  if (unused.length > 0 || !same) return EXIT.notReproduced;
  return breaches.length > 0 ? EXIT.broken : EXIT.held;
}

function deviationsIn(line: string): readonly Deviation[] {
  try {
    return parseDeviations(line);
  } catch (error) {
    if (error instanceof DeviationTextError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
