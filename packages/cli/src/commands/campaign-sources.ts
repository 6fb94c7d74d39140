import { resolve } from 'node:path';
import { isModelPath, readModel } from '../campaign/read-model.ts';
import type { SubjectSource } from '../campaign/subject-source.ts';
import { isOpen } from '../check/assumption.ts';
import type { Settings } from '../check/settings.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { terminalOf } from '../terminal.ts';
import { refuseUnknownContainers } from './model-flags.ts';
import type { ExploreFlags } from './explore-flags.ts';
import { nothingFound, readWorkloads, reportProblems } from './read-workloads.ts';

/** What is found at the paths of `explore`; how the command ends where that is nothing. */
export async function sourcesAt(
  paths: readonly string[],
  flags: ExploreFlags,
  settings: Settings,
  io: Io,
): Promise<readonly SubjectSource[] | ExitCode> {
  const models = paths.filter((path) => isModelPath(path));
  const manifests = paths.filter((path) => !isModelPath(path));
  const sources: SubjectSource[] = [];
  for (const path of models) {
    const module = resolve(io.cwd, path);
    // Said now, and not by a worker later.
    const { marks = [] } = await readModel(module);
    sources.push({ kind: 'model', name: path, module, marks });
  }
  if (models.length > 0 && manifests.length === 0) return sources;
  const found = await readWorkloads(manifests.length === 0 ? ['.'] : manifests, flags, io);
  reportProblems(found, io, terminalOf(io, flags));
  if (found.unusable) return EXIT.input;
  if (found.workloads.length === 0) {
    io.err(nothingFound(found, flags));
    return EXIT.nothingChecked;
  }
  refuseUnknownContainers(settings.model, found.workloads);
  for (const { workload, index } of found.indexed) {
    const { kind, name, file } = workload;
    const source = {
      kind: 'workload',
      name: `${kind}/${name}`,
      file,
      text: found.texts.get(file) ?? '',
      index,
      strict: flags.strict ?? false,
      settings,
    } as const;
    sources.push({ ...source, freedom: 'given' });
    const { assumptions } = subjectOf(workload, settings.model, settings.faults);
    if (assumptions.some((one) => isOpen(one))) sources.push({ ...source, freedom: 'all' });
  }
  return sources;
}
