export type { Diagnostic, DiagnosticCode, Path } from './diagnostic.ts';
export { maximumFileLength } from './limits.ts';
export { excerpt, printable } from './printable.ts';
export type { ManifestReading, ReadOptions } from './read-manifests.ts';
export { readManifests } from './read-manifests.ts';
export type { Place } from './source-text.ts';
export type { SkippedObject, Workload } from './workload.ts';
export type { ShellFinding, ShellRange, ShellReading } from './read-shell.ts';
export { readShell } from './read-shell.ts';
