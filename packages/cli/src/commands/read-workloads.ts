import { readManifests } from '@simlet/manifest';
import type { Diagnostic, DiagnosticCode, ManifestReading, Workload } from '@simlet/manifest';
import { changedFiles } from '../changed-files.ts';
import { didYouMean } from '../did-you-mean.ts';
import { readInputs } from '../inputs.ts';
import type { Input, InputProblem } from '../inputs.ts';
import type { Io } from '../io.ts';
import { diagnosticText } from '../render/diagnostic-text.ts';
import { paint, printable } from '../render/paint.ts';
import type { Terminal } from '../terminal.ts';
import type { ModelFlags } from './model-flags.ts';
import { workloadFilter } from './workload-filter.ts';

/** What was found at the paths of a command line. */
export interface FoundWorkloads {
  readonly workloads: readonly Workload[];
  /** The same, each with its place among all workloads of its file. */
  readonly indexed: readonly { readonly workload: Workload; readonly index: number }[];
  /** What was read, by the names of the files. */
  readonly texts: ReadonlyMap<string, string>;
  /** `Kind/name` of those that were not asked for as well. */
  readonly names: readonly string[];
  readonly diagnostics: readonly LocatedDiagnostic[];
  readonly problems: readonly InputProblem[];
  readonly skippedKinds: readonly string[];
  /** How many workloads each file has, those that were not asked for among them. */
  readonly inFile: ReadonlyMap<string, number>;
  /** How many texts were read. */
  readonly files: number;
  readonly unusable: boolean;
  /** How many files were left out because they have not changed. */
  readonly unchanged: number;
  /** There are workloads, and all of them belong to other shards. */
  readonly elsewhere?: boolean;
}

export interface LocatedDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly lineText: (line: number) => string | undefined;
}

export async function readWorkloads(paths: readonly string[], flags: ModelFlags, io: Io): Promise<FoundWorkloads> {
  const wanted = workloadFilter(flags);
  const { inputs: all, problems } = await readInputs(paths, io);
  const inputs = changedOnly(all, flags, io);
  const readings = inputs
    .map(({ name, text, named }) => ({ ...readManifests(text, { file: name, strict: flags.strict ?? false }), named }))
    .filter((reading) => reading.named || !isSomethingElse(reading));
  const diagnostics = readings.flatMap((reading) =>
    withoutRepeats(reading.diagnostics).map((diagnostic) => ({
      diagnostic,
      lineText: (line: number) => reading.lineText(line),
    })),
  );
  const indexed = readings
    .flatMap((reading) => reading.workloads.map((workload, index) => ({ workload, index })))
    .filter(({ workload }) => wanted(workload));
  return {
    workloads: indexed.map(({ workload }) => workload),
    indexed,
    texts: new Map(inputs.map(({ name, text }) => [name, text])),
    names: readings.flatMap(({ workloads }) => workloads).map(({ kind, name }) => `${kind}/${name}`),
    inFile: new Map(readings.map(({ workloads }) => [workloads[0]?.file ?? '', workloads.length])),
    diagnostics,
    problems,
    skippedKinds: [...new Set(readings.flatMap((reading) => reading.skipped.map(({ kind }) => kind)))],
    files: readings.length,
    unchanged: all.length - inputs.length,
    unusable: problems.length > 0 || diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error'),
  };
}

/** What a shard looks at: every n-th workload. */
export function partOf(
  found: FoundWorkloads,
  shard: { readonly index: number; readonly count: number } | undefined,
): FoundWorkloads {
  if (shard === undefined) return found;
  const indexed = found.indexed.filter((_one, place) => place % shard.count === shard.index - 1);
  const workloads = indexed.map(({ workload }) => workload);
  return { ...found, indexed, workloads, elsewhere: workloads.length === 0 && found.workloads.length > 0 };
}

/** With `--changed` only what git says has changed; what comes from standard input has no history. */
function changedOnly(inputs: readonly Input[], { changed }: ModelFlags, { cwd }: Io): readonly Input[] {
  if (changed === undefined || changed === false) return inputs;
  const files = changedFiles(changed === true ? 'HEAD' : changed, cwd);
  return inputs.filter(({ path }) => path === undefined || files.has(path));
}

/** What stands behind an alias is read wherever it is used, and wrong only once. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ line, column, code, message }: Diagnostic): string => `${line}:${column} ${code} ${message}`;
  return [...new Map(diagnostics.map((diagnostic) => [keyOf(diagnostic), diagnostic])).values()];
}

/** Folders hold other YAML and JSON too (settings, packages): a file without a single Kubernetes object is none of ours. */
function isSomethingElse({ workloads, skipped, diagnostics }: ManifestReading): boolean {
  const codes: readonly DiagnosticCode[] = ['missing-kind', 'missing-api-version', 'not-an-object'];
  return workloads.length === 0 && skipped.length === 0 && diagnostics.every(({ code }) => codes.includes(code));
}

/** Says on the error stream what could not be read. */
export function reportProblems(found: FoundWorkloads, io: Io, terminal: Terminal): void {
  for (const { name, message } of found.problems) {
    io.err(` ${printable(name)}: ${paint(terminal, 'bad', 'error:')} ${message}\n`);
  }
  for (const { diagnostic, lineText } of found.diagnostics) {
    io.err(`${diagnosticText(diagnostic, lineText, terminal).join('\n')}\n`);
  }
}

/** So many kinds are named in a message. */
const MOST_KINDS = 20;

/** Why there is nothing to do, for the error stream. */
export function nothingFound(found: FoundWorkloads, flags: ModelFlags): string {
  if (flags.workload !== undefined) {
    return ` no workload ${printable(flags.workload)} found${didYouMean(flags.workload, found.names)}\n`;
  }
  if (flags.kind !== undefined || flags.selector !== undefined) {
    return ` none of ${found.names.length} workloads is of that kind or has these labels\n`;
  }
  if (found.files === 0 && found.unchanged > 0) return ` none of ${found.unchanged} files has changed\n`;
  if (found.files === 0) return ' no manifest found: no .yaml, .yml or .json file\n';
  const { skippedKinds } = found;
  const more = skippedKinds.length - MOST_KINDS;
  const named = [...skippedKinds.slice(0, MOST_KINDS), ...(more > 0 ? [`${more} more`] : [])];
  const kinds = named.length === 0 ? '' : ` (no pod template in objects of kinds ${named.join(', ')})`;
  return ` no workload found${kinds}\n`;
}
