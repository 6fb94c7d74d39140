import type { FieldProblem } from './check-fields.ts';
import type { Diagnostic, Path } from './diagnostic.ts';
import {
  maximumDiagnosticsOfDocument,
  maximumDiagnosticsOfFile,
  maximumDocumentsOfFile,
  maximumFileLength,
  maximumTokensOfFile,
} from './limits.ts';
import type { Extent, Located } from './located.ts';
import { environmentOf } from './environment.ts';
import { extentOf, locatedAt, nearestExtentOf, stringAt } from './located.ts';
import { readDocument } from './read-document.ts';
import type { ReadObject } from './read-object.ts';
import { readObject } from './read-object.ts';
import type { SourceText } from './source-text.ts';
import { sourceText } from './source-text.ts';
import { writtenAt } from './written-field.ts';
import { splitDocuments } from './split-documents.ts';
import type { SkippedObject, Workload } from './workload.ts';

export interface ReadOptions {
  /** The name of the file in diagnostics; `-` for standard input. */
  readonly file: string;
  /** Unknown fields are errors even where no known name is near. Default false. */
  readonly strict?: boolean;
}

export interface ManifestReading {
  /** What can be simulated; an object with an error is not among them. */
  readonly workloads: readonly Workload[];
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Objects in which there is no pod template. */
  readonly skipped: readonly SkippedObject[];
  /** A line of the file from 1, printable; undefined outside of it. */
  lineText(line: number): string | undefined;
}

/** Reads a file of Kubernetes manifests as kubectl would. Never throws; whatever is wrong with the text is a diagnostic. */
export function readManifests(text: string, options: ReadOptions): ManifestReading {
  const refused = refusal(text, options.file);
  if (refused !== undefined) return { workloads: [], diagnostics: [refused], skipped: [], lineText: () => undefined };
  const clean = text.startsWith('\u{feff}') ? text.slice(1) : text;
  const source = sourceText(clean);
  const workloads: Workload[] = [];
  const diagnostics: Diagnostic[] = [];
  const skipped: SkippedObject[] = [];
  const budget = { left: maximumTokensOfFile };
  const parts = splitDocuments(clean);
  for (const document of parts.slice(0, maximumDocumentsOfFile).flatMap((part) => readDocument(part, budget))) {
    const found: Diagnostic[] = document.problems.map((problem) =>
      toDiagnostic({ ...problem, severity: 'error', path: [], extent: problem }, [], source, options),
    );
    for (const { root, path } of document.root === undefined ? [] : objectsOf(document.root)) {
      const object = readObject(root);
      const ofObject = object.problems.map((problem) => toDiagnostic(problem, path, source, options));
      found.push(...ofObject);
      const usable = document.problems.length === 0 && ofObject.every(({ severity }) => severity === 'warning');
      if (object.content.is === 'workload' && usable)
        workloads.push(workloadOf(object, object.content, source, options.file, clean));
      if (object.content.is === 'other') skipped.push(skippedOf(object, source));
    }
    diagnostics.push(...limited(found, maximumDiagnosticsOfDocument, 'document'));
  }
  const more = parts[maximumDocumentsOfFile];
  if (more !== undefined) diagnostics.push(toDiagnostic(tooManyDocuments(more.offset), [], source, options));
  return {
    workloads,
    diagnostics: limited(diagnostics, maximumDiagnosticsOfFile, 'file'),
    skipped,
    lineText: source.lineText,
  };
}

function tooManyDocuments(offset: number): FieldProblem {
  const message = `the file has more than ${maximumDocumentsOfFile} documents: what comes from here on is left out`;
  const extent = { start: offset, end: offset };
  return { code: 'file-too-large', message, hint: 'Split the file.', severity: 'error', path: [], extent };
}

function refusal(text: string, file: string): Diagnostic | undefined {
  const whole = { file, line: 1, column: 1, severity: 'error', path: [] } as const;
  if (text.length > maximumFileLength) {
    return {
      ...whole,
      code: 'file-too-large',
      message: `the file is larger than ${maximumFileLength / 1024 / 1024} MiB`,
    };
  }
  if (!text.includes('\0')) return undefined;
  const hint = 'If it is text, save it as UTF-8.';
  return { ...whole, code: 'not-text', message: 'the file is not text in UTF-8: it holds zero bytes', hint };
}

/** The document itself, or the items of a `List`, also of lists in lists. */
function objectsOf(root: Located, path: Path = []): readonly { readonly root: Located; readonly path: Path }[] {
  const items = locatedAt(root, ['items']);
  if (!stringAt(root, ['kind'])?.endsWith('List') || items?.kind !== 'list') return [{ root, path }];
  return items.items.flatMap((item, index) => objectsOf(item, [...path, 'items', index]));
}

function workloadOf(
  object: ReadObject,
  content: Extract<ReadObject['content'], { is: 'workload' }>,
  source: SourceText,
  file: string,
  text: string,
): Workload {
  const { root } = object;
  const full = (path: Path): Path => [...content.podPath, ...path];
  const place = (extent: Extent): ReturnType<SourceText['placeOf']> => source.placeOf(extent.start, extent.end);
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.name === '' ? object.kind.toLowerCase() : object.name,
    namespace: object.namespace,
    file,
    line: source.placeOf(root.start).line,
    pod: content.pod,
    resource: content.resource,
    environment: (container) => environmentOf(root, content.podPath, container),
    locate(path) {
      const extent = extentOf(root, full(path));
      return extent === undefined ? undefined : place(extent);
    },
    locateNearest: (path) => place(nearestExtentOf(root, full(path))),
    fileText: text,
    written: (path) => writtenAt(root, full(path), text),
    lineText: source.lineText,
  };
}

function skippedOf(object: ReadObject, source: SourceText): SkippedObject {
  const { apiVersion, kind, name, root } = object;
  return { apiVersion, kind, name, line: source.placeOf(root.start).line };
}

function toDiagnostic(problem: FieldProblem, path: Path, source: SourceText, options: ReadOptions): Diagnostic {
  const { extent, severity, code, message, hint } = problem;
  return {
    file: options.file,
    ...source.placeOf(extent.start, extent.end),
    severity: code === 'unknown-field' && options.strict === true ? 'error' : severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    path: [...path, ...problem.path],
  };
}

/** In the order of the file, and not more than a reader can use. */
function limited(found: readonly Diagnostic[], most: number, where: 'document' | 'file'): readonly Diagnostic[] {
  const sorted = found.toSorted((left, right) => left.line - right.line || left.column - right.column);
  const [first, ...rest] = sorted.slice(most);
  if (first === undefined) return sorted;
  const severity = [first, ...rest].some((diagnostic) => diagnostic.severity === 'error') ? 'error' : 'warning';
  const message = `and ${rest.length + 1} more problems in this ${where}`;
  const { file, line, column } = first;
  return [...sorted.slice(0, most), { file, line, column, severity, code: 'more-problems', message, path: [] }];
}
