import { formatDeviations } from '@simlet/explorer';
import type { Workload } from '@simlet/manifest';
import type { Examination } from '../check/examination.ts';
import { examineAll } from '../check/examine-all.ts';
import type { Examining, Interrupted } from '../check/examine-all.ts';
import { failureName, writeFailure } from '../failure-file.ts';
import type { Fixes } from '../fix/write-fixes.ts';
import type { Io } from '../io.ts';
import type { Progress } from '../progress.ts';
import { printable } from '../render/paint.ts';
import { quote } from '../render/quote.ts';
import type { Outputs } from '../report/outputs.ts';
import { reportedWorkload } from '../report/reported-workload.ts';
import type { WorkloadResult } from '../report/result.ts';
import type { FoundWorkloads } from './read-workloads.ts';

/** What is done with each examination. */
export interface Recipients {
  readonly outputs: Outputs;
  readonly fixes: Fixes;
  readonly progress: Progress;
  /** Where counter-examples are written as files; absent: nowhere. */
  readonly reportDir: string | undefined;
  /** After so many broken properties no further workload is looked at. */
  readonly bail: number;
}

export interface Reported {
  readonly workloads: readonly WorkloadResult[];
  /** How far it came, where the user interrupted it. */
  readonly interrupted?: string;
}

/** Examines the workloads and tells each as soon as it is known. */
export async function reportAll(
  examining: Omit<Examining, 'onProgress'>,
  found: FoundWorkloads,
  io: Io,
  { outputs, fixes, progress, reportDir, bail }: Recipients,
): Promise<Reported> {
  const workloads: WorkloadResult[] = [];
  let broken = 0;
  const onProgress = (runs: number | undefined): void => {
    progress.step(() => progressWords(found, workloads.length, runs));
  };
  for await (const examination of examineAll({ ...examining, onProgress }, io)) {
    progress.clear();
    if ('interrupted' in examination)
      return { workloads, interrupted: interruptedText(examination, workloads.length, found) };
    fixes.add(examination);
    reportDivergences(examination, io);
    reportGivenUp(examination, io);
    if (reportDir !== undefined) writeFailures(examination, reportDir, examining.settings.model.cwd, io);
    const reported = reportedWorkload(examination, examining.settings, isAlone(examination.workload, found));
    workloads.push(reported.result);
    outputs.workload(reported);
    broken += reported.result.properties.filter(({ outcome }) => outcome === 'broken').length;
    if (broken >= bail) break;
  }
  return { workloads };
}

function progressWords({ workloads }: FoundWorkloads, before: number, runs: number | undefined): string {
  const current = workloads[before];
  const name = current === undefined ? '' : `, ${current.kind}/${current.name}`;
  return `${before + 1} of ${workloads.length} workloads${name}${runs === undefined ? '' : `, ${runs} runs`}`;
}

function interruptedText({ runs, broken }: Interrupted, before: number, found: FoundWorkloads): string {
  const left = found.workloads[before];
  const what =
    broken === undefined
      ? ''
      : `; ${broken.size === 0 ? 'nothing broken so far' : `broken so far: ${[...broken].join(', ')}`}`;
  const where = left === undefined ? '' : `in ${printable(`${left.kind}/${left.name}`)}, `;
  const made = runs === undefined ? '' : ` after ${runs} runs`;
  return `interrupted${made} ${where}after ${before} of ${found.workloads.length} workloads${what}`;
}

/** Whether no other workload of the same file could be meant. */
function isAlone(workload: Workload, found: FoundWorkloads): boolean {
  return found.inFile.get(workload.file) === 1;
}

function writeFailures(examination: Examination, folder: string, cwd: string | undefined, io: Io): void {
  const inFolder = cwd === undefined ? '' : ` --cwd ${printable(quote(cwd))}`;
  for (const result of examination.properties) {
    if (result.finding === undefined) continue;
    const name = failureName(examination.workload, result.property.id);
    const path = writeFailure(folder, name, examination, result.finding, io.cwd);
    io.err(` wrote ${printable(path)}: npx simlet replay ${printable(quote(path))}${inFolder}\n`);
  }
}

function reportGivenUp({ givenUp }: Examination, io: Io): void {
  const [first] = givenUp;
  if (first === undefined) return;
  const count = givenUp.length === 1 ? '1 run was' : `${givenUp.length} runs were`;
  const line = first.deviations.length === 0 ? 'calm' : formatDeviations(first.deviations);
  io.err(` ${count} given up, and nothing is known of how they end: ${printable(first.why)} (${printable(line)})\n`);
}

function reportDivergences({ divergences }: Examination, io: Io): void {
  for (const { digests } of divergences) {
    io.err(` internal error: a run was made twice and came out differently: ${digests.join(' and ')}\n`);
  }
}
