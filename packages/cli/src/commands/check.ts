import { promises } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import type { Workload } from '@simlet/manifest';
import { examineInSteps } from '../check/examine.ts';
import type { Examination, PropertyResult } from '../check/examination.ts';
import { smallestGrace } from '../check/smallest-grace.ts';
import { USUAL_RUNS, USUAL_SWEEP_LIMIT } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { didYouMean } from '../did-you-mean.ts';
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
import { modelSettings, refuseUnknownContainers, wholeNumber } from './model-flags.ts';
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
  refuseUnknownContainers(settings.model, found.workloads);
  if (!json && flags.quiet !== true) io.out(`${header(settings, terminal).join('\n')}\n\n`);
  const examinations = await examineAll(found, properties, settings, flags, io, json ? undefined : terminal);
  if (typeof examinations === 'string') {
    io.err(` ${examinations}\n`);
    return EXIT.interrupted;
  }
  if (json) io.out(`${jsonReport(examinations, found, settings)}\n`);
  else io.out(`${summaryText(examinations, terminal).join('\n')}\n`);
  return exitCodeOf(examinations, found, flags.failOn ?? 'error');
}

/** All examinations, or what was found until the user interrupted. */
async function examineAll(
  found: FoundWorkloads,
  properties: readonly Invariant[],
  settings: Settings,
  flags: CheckFlags,
  io: Io,
  terminal: Terminal | undefined,
): Promise<readonly Examination[] | string> {
  const examinations: Examination[] = [];
  let file: string | undefined;
  for (const workload of found.workloads) {
    const examined = await examineUnlessInterrupted(examineInSteps(workload, properties, settings), io);
    if ('runs' in examined && 'broken' in examined)
      return interruptedText(examined, workload, examinations.length, found);
    const examination = withFix(examined, settings);
    examinations.push(examination);
    reportDivergences(examination, io);
    if (flags.reportDir !== undefined) writeFailures(examination, flags.reportDir, io);
    if (terminal === undefined || (flags.quiet === true && !isBroken(examination))) continue;
    if (workload.file !== file) io.out(` ${printable(workload.file)}\n`);
    file = workload.file;
    const replay = (result: PropertyResult): string =>
      replayOf(result, examination, settings, isAlone(workload, found));
    io.out(`${examinationText(examination, { terminal, verbose: flags.verbose === true, replay }).join('\n')}\n`);
  }
  return examinations;
}

/** How far an examination came. */
interface Interrupted {
  readonly runs: number;
  readonly broken: ReadonlySet<string>;
}

/** So many runs are made before signals may come in again. */
const RUNS_AT_A_TIME = 4;

async function examineUnlessInterrupted(
  steps: ReturnType<typeof examineInSteps>,
  io: Io,
): Promise<Examination | Interrupted> {
  const broken = new Set<string>();
  for (let runs = 0; ; runs += 1) {
    if (runs % RUNS_AT_A_TIME === 0 && (await io.isInterrupted?.()) === true) return { runs, broken };
    const step = steps.next();
    if (step.done === true) return step.value;
    for (const id of step.value) broken.add(id);
  }
}

function interruptedText(
  { runs, broken }: Interrupted,
  { kind, name }: Workload,
  before: number,
  found: FoundWorkloads,
): string {
  const what = broken.size === 0 ? 'nothing broken so far' : `broken so far: ${[...broken].join(', ')}`;
  const where = `in ${printable(`${kind}/${name}`)}, after ${before} of ${found.workloads.length} workloads`;
  return `interrupted after ${runs} runs ${where}; ${what}`;
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
  if (unknown !== undefined) throw new UsageError(`no property ${unknown}${didYouMean(unknown, known)}`);
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
