import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { DeviationTextError, executeScenario, formatDeviations, parseDeviations } from '@simlet/explorer';
import { promises } from '@simlet/properties';
import { factsOf, subjectOf } from '../check/workload-experiment.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { readFailure } from '../failure-file.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { replayJson, replayText } from '../render/replay-report.ts';
import type { ReplayedRun } from '../render/replay-report.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';

export interface ReplayFlags extends Omit<ModelFlags, 'faults'>, TerminalFlags {
  /** The deviations as text; false with `--no-faults`. */
  readonly faults?: string | boolean;
  readonly digest?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** `simlet replay`: makes one run again, shows it, and says whether it is the recorded one. */
export async function replay(path: string, flags: ReplayFlags, io: Io): Promise<ExitCode> {
  const failure = path === '-' ? undefined : readFailure(path, io.cwd);
  const terminal = terminalOf(io, flags);
  const expected = flags.digest ?? failure?.digest;
  let run: ReplayedRun;
  if (failure === undefined) {
    const found = await readWorkloads([path], flags, io);
    reportProblems(found, io, terminal);
    const [workload, other] = found.workloads;
    if (workload === undefined) {
      if (!found.unusable) io.err(nothingFound(found, flags));
      return found.unusable ? EXIT.input : EXIT.nothingChecked;
    }
    if (other !== undefined) {
      const names = found.workloads.map(({ kind, name }) => `${kind}/${name}`).join(', ');
      throw new UsageError(`${path} has several workloads, choose one with --workload: ${names}`);
    }
    const subject = subjectOf(workload, modelSettings(flags), flags.faults !== false);
    const deviations = deviationsOf(flags.faults);
    const chooser = scripted(deviations);
    const execution = subject.experiment('all', promises)(chooser);
    const scenario = subject.scenario(execution.deviations);
    const unused = chooser.unused();
    run = { path, workload, assumptions: subject.assumptions, execution, unused, facts: factsOf(scenario), scenario };
  } else {
    const { scenario } = failure;
    const chooser = scripted(scenario.deviations ?? []);
    const execution = executeScenario(scenario, promises, chooser);
    const unused = chooser.unused();
    run = { path, assumptions: [], execution, unused, facts: factsOf(scenario), scenario };
  }
  const same = expected === undefined || (expected.length >= 8 && run.execution.digest.startsWith(expected));
  io.out(
    `${flags.json === true ? replayJson(run, expected) : replayText(run, expected, flags.verbose === true, terminal).join('\n')}\n`,
  );
  if (!same || run.unused.length > 0) {
    const signs = signsOf(terminal);
    if (run.unused.length > 0) {
      const names = printable(formatDeviations(run.unused));
      io.err(` ${paint(terminal, 'bad', signs.broken)} no decision of this run has the name: ${names}\n`);
    }
    return EXIT.notReproduced;
  }
  return run.execution.breaches.length > 0 ? EXIT.broken : EXIT.held;
}

function deviationsOf(faults: string | boolean | undefined): readonly Deviation[] {
  if (typeof faults !== 'string' || faults === 'none') return [];
  try {
    return parseDeviations(faults);
  } catch (error) {
    if (error instanceof DeviationTextError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
