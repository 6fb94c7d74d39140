import { promises } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import type { Workload } from '@simlet/manifest';
import { examine } from '../check/examine.ts';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { smallestGrace } from '../check/smallest-grace.ts';
import { USUAL_RUNS, USUAL_SWEEP_LIMIT } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { failureName, writeFailure } from '../failure-file.ts';
import type { Io } from '../io.ts';
import { examinationText } from '../render/check-report.ts';
import { summaryText } from '../render/summary.ts';
import { jsonReport } from '../render/json-report.ts';
import { printable, signsOf } from '../render/paint.ts';
import { paragraph } from '../render/paragraph.ts';
import { replayLine } from '../render/replay-line.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal, TerminalFlags } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { VERSION } from '../version.ts';
import { modelSettings, wholeNumber } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';
import type { FoundWorkloads } from './read-workloads.ts';

export interface CheckFlags extends ModelFlags, TerminalFlags {
  readonly runs?: string;
  readonly seedFrom?: string;
  readonly sweepLimit?: string;
  readonly property?: readonly string[];
  readonly skip?: readonly string[];
  readonly failOn?: string;
  readonly reporter?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly reportDir?: string;
}

const MOST_RUNS = 1_000_000_000;

/** `simlet check`: simulates each workload found at the paths and says which properties hold. */
export async function check(paths: readonly string[], flags: CheckFlags, io: Io): Promise<ExitCode> {
  const settings = settingsOf(flags);
  const properties = propertiesOf(settings);
  const terminal = terminalOf(io, flags);
  const found = await readWorkloads(paths.length === 0 ? ['.'] : paths, flags, io);
  const json = flags.json === true || flags.reporter === 'json';
  reportProblems(found, io, terminal);
  if (found.workloads.length === 0) {
    if (!found.unusable) io.err(nothingFound(found, flags));
    if (json) io.out(`${jsonReport([], found, settings)}\n`);
    return found.unusable ? EXIT.input : EXIT.nothingChecked;
  }
  if (!json && flags.quiet !== true) io.out(`${header(settings, terminal).join('\n')}\n\n`);
  const examinations = examineAll(found, properties, settings, flags, io, json ? undefined : terminal);
  if (json) io.out(`${jsonReport(examinations, found, settings)}\n`);
  else io.out(`${summaryText(examinations, terminal).join('\n')}\n`);
  return exitCodeOf(examinations, found, flags.failOn ?? 'error');
}

function examineAll(
  found: FoundWorkloads,
  properties: readonly Invariant[],
  settings: Settings,
  flags: CheckFlags,
  io: Io,
  terminal: Terminal | undefined,
): readonly Examination[] {
  let file: string | undefined;
  return found.workloads.map((workload) => {
    const examination = withFix(examine(workload, properties, settings), settings);
    reportDivergences(examination, io);
    if (flags.reportDir !== undefined) writeFailures(examination, flags.reportDir, io);
    if (terminal === undefined || (flags.quiet === true && !isBroken(examination))) return examination;
    if (workload.file !== file) io.out(` ${printable(workload.file)}\n`);
    file = workload.file;
    const replay = (result: PropertyResult): string =>
      replayOf(result, examination, settings, isAlone(workload, found));
    io.out(`${examinationText(examination, { terminal, verbose: flags.verbose === true, replay }).join('\n')}\n`);
    return examination;
  });
}

function withFix(examination: Examination, settings: Settings): Examination {
  const graceFix = smallestGrace(examination, settings);
  return graceFix === undefined ? examination : { ...examination, graceFix };
}

function settingsOf(flags: CheckFlags): Settings {
  const reporter = flags.reporter ?? 'human';
  if (!['human', 'json'].includes(reporter)) throw new UsageError(`--reporter ${reporter}: expected human or json`);
  const failOn = flags.failOn ?? 'error';
  if (!['error', 'warning', 'vacuous'].includes(failOn)) {
    throw new UsageError(`--fail-on ${failOn}: expected error, warning or vacuous`);
  }
  return {
    runs: wholeNumber('--runs', flags.runs, MOST_RUNS) ?? USUAL_RUNS,
    seedFrom: wholeNumber('--seed-from', flags.seedFrom, Number.MAX_SAFE_INTEGER) ?? 0,
    sweepLimit: wholeNumber('--sweep-limit', flags.sweepLimit, MOST_RUNS) ?? USUAL_SWEEP_LIMIT,
    faults: flags.faults !== false,
    only: flags.property ?? [],
    skip: flags.skip ?? [],
    model: modelSettings(flags),
  };
}

function propertiesOf({ only, skip }: Settings): readonly Invariant[] {
  const known = promises.map(({ id }) => id);
  const unknown = [...only, ...skip].find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`no property ${unknown}: there are ${known.join(', ')}`);
  return promises.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

function header(settings: Settings, terminal: Terminal): readonly string[] {
  const { dot, dash } = signsOf(terminal);
  const { runs, seedFrom, model, faults } = settings;
  const seeds = runs === 0 ? 'no seeds' : `seeds ${seedFrom}${dash}${seedFrom + runs - 1}`;
  const parts = [`simlet ${VERSION}`, `kubelet model ${model.kubernetesVersion ?? '1.36'}`, seeds];
  const grace = model.gracePeriodSeconds === undefined ? [] : [`deleted with a grace of ${model.gracePeriodSeconds} s`];
  const words = [...parts, faults ? 'kubelet crash at every step' : 'no faults', ...grace];
  return paragraph(words.join(` ${dot} `), 1, terminal);
}

/** Whether no other workload of the same file could be meant. */
function isAlone(workload: Workload, found: FoundWorkloads): boolean {
  return found.workloads.filter(({ file }) => file === workload.file).length === 1;
}

function replayOf(result: PropertyResult, { workload }: Examination, settings: Settings, alone: boolean): string {
  const { finding } = result;
  if (finding === undefined) return '';
  const { deviations, digest } = finding;
  return replayLine({ workload, alone, settings: settings.model, faults: settings.faults, deviations, digest });
}

function writeFailures(examination: Examination, folder: string, io: Io): void {
  for (const result of examination.properties) {
    if (result.finding === undefined) continue;
    const name = failureName(examination.workload, result.property.id);
    const path = writeFailure(folder, name, examination, result.finding, io.cwd);
    io.err(` wrote ${printable(path)}: npx simlet replay ${printable(path)}\n`);
  }
}

function isBroken({ properties }: Examination): boolean {
  return properties.some(({ outcome }) => outcome === 'broken' || outcome === 'depends');
}

function reportDivergences({ divergences }: Examination, io: Io): void {
  for (const { digests } of divergences) {
    io.err(` internal error: a run was made twice and came out differently: ${digests.join(' and ')}\n`);
  }
}

function exitCodeOf(examinations: readonly Examination[], found: FoundWorkloads, failOn: string): ExitCode {
  const outcomes = examinations.flatMap(({ properties }) => properties.map(({ outcome }) => outcome));
  const failing: readonly PropertyResult['outcome'][] =
    failOn === 'error' ? ['broken'] : failOn === 'warning' ? ['broken', 'depends'] : ['broken', 'depends', 'not met'];
  if (examinations.some(({ divergences }) => divergences.length > 0)) return EXIT.internal;
  if (outcomes.some((outcome) => failing.includes(outcome))) return EXIT.broken;
  if (found.unusable) return EXIT.input;
  return outcomes.every((outcome) => outcome === 'not met') ? EXIT.nothingChecked : EXIT.held;
}
