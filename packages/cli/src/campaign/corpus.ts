import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Deviation } from '@simlet/core';
import { readRecorded } from '../failure-file.ts';
import { readModelFailure } from './model-failure.ts';
import type { SubjectSource } from './subject-source.ts';

export const CORPUS = '.simlet/corpus';

/** For each subject what failed before, by the name of the subject, in the order of the files' names. */
export function corpusOf(
  folder: string,
  cwd: string,
  sources: readonly SubjectSource[],
): readonly (readonly (readonly Deviation[])[])[] {
  const path = resolve(cwd, folder);
  const names = existsSync(path) ? readdirSync(path).toSorted((one, other) => (one < other ? -1 : 1)) : [];
  const recorded = names.map((name) => {
    const model = readModelFailure(join(folder, name), cwd);
    if (model !== undefined) return { subject: model.model, deviations: model.deviations };
    const run = readRecorded(join(folder, name), cwd);
    return { subject: run?.workload, deviations: run?.deviations };
  });
  return sources.map(({ name }) =>
    recorded.flatMap(({ subject, deviations }) => (subject === name && deviations !== undefined ? [deviations] : [])),
  );
}
