import type { Deviation } from '@simlet/core';
import type { SettledFinding } from '@simlet/explorer';
import { isOpen } from '../check/assumption.ts';
import { harmlessUnless } from '../check/harm.ts';
import { writeFailureFile } from '../failure-file.ts';
import { readModel } from './read-model.ts';
import { runOfModel, writeModelFailure } from './model-failure.ts';
import { workloadSubject } from './subject-source.ts';
import type { SubjectSource } from './subject-source.ts';

/** A finding as a campaign reports it. */
export interface KeptFinding {
  readonly subject: string;
  readonly settled: SettledFinding;
  /** What it depends on besides the manifest or the model; absent: nothing. */
  readonly dependsOn?: string;
  /** The file that replays it. */
  readonly file: string;
}

/** Writes what a campaign found, each finding as a file in the folders. The first of them is the one that is shown. */
export async function keepFindings(
  settled: readonly SettledFinding[],
  sources: readonly SubjectSource[],
  folders: readonly string[],
  cwd: string,
): Promise<readonly KeptFinding[]> {
  const kept: KeptFinding[] = [];
  for (const finding of settled) {
    const source = sources[finding.subject];
    if (source === undefined || isToldAlready(finding, settled, sources)) continue;
    kept.push(await keep(finding, source, folders, cwd));
  }
  return kept;
}

/** What breaks with the usual numbers breaks whatever they are: that they decide as well is no news. */
function isToldAlready(
  finding: SettledFinding,
  settled: readonly SettledFinding[],
  sources: readonly SubjectSource[],
): boolean {
  const source = sources[finding.subject];
  if (source?.kind !== 'workload' || source.freedom === 'given') return false;
  return settled.some(({ subject, breachId }) => {
    const other = sources[subject];
    return subject !== finding.subject && other?.name === source.name && breachId === finding.breachId;
  });
}

async function keep(
  settled: SettledFinding,
  source: SubjectSource,
  folders: readonly string[],
  cwd: string,
): Promise<KeptFinding> {
  const { breachId: property, shrunk } = settled;
  const { deviations, digest, message } = shrunk;
  const failure = { property, message, digest, deviations };
  if (source.kind === 'model') {
    const { facts } = runOfModel(await readModel(source.module), deviations);
    const model = source.name;
    const [file = ''] = folders.map((folder) => writeModelFailure(folder, { ...failure, model, facts }, cwd));
    return { subject: source.name, settled, file };
  }
  const subject = workloadSubject(source);
  const scenario = subject.scenario(deviations);
  const name = `${source.name}-${property}`.replaceAll(/[^\w.-]/gu, '_');
  const [file = ''] = folders.map((folder) =>
    writeFailureFile(folder, name, { ...failure, workload: source.name, scenario }, cwd),
  );
  const open = subject.assumptions.filter((one) => isOpen(one) && has(deviations, one.name)).map((one) => one.name);
  const harm = harmlessUnless(property, deviations, subject.workload, source.settings);
  const whether = harm === undefined ? undefined : `whether ${harm}`;
  const dependsOn = open.length > 0 ? `the value of ${open.join(', ')}` : whether;
  return { subject: source.name, settled, file, ...(dependsOn === undefined ? {} : { dependsOn }) };
}

function has(deviations: readonly Deviation[], name: string): boolean {
  return deviations.some((deviation) => deviation.name === name);
}
