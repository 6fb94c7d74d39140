import type { Invariant } from '@simlet/properties';
import { QUESTIONS } from '../check/question.ts';
import { STOP_CAUSES } from '../check/stop-cause.ts';
import type { StopCause } from '../check/stop-cause.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import type { ReporterName } from '../report/reporter-names.ts';

/** One thing of a catalogue: its name and what it is. */
export interface CatalogueRow {
  readonly id: string;
  readonly sentence: string;
  readonly [more: string]: unknown;
}

const CAUSES: Readonly<Record<StopCause, string>> = {
  delete: 'The pod is deleted, with its own grace period or that of --grace-period.',
  'rolling-update': 'A roll-out deletes the pod.',
  drain: 'A drain of the node evicts the pod through the API, with its own grace period.',
  preemption: 'A pod of higher priority needs the place.',
  eviction: 'The node runs out of memory or disk, and the kubelet evicts the pod.',
  oom: 'A container needs more memory than its limit: its main process is killed.',
  liveness: 'A liveness probe fails from some moment on.',
  startup: 'A startup probe never succeeds.',
  'shutdown-on': 'The node is shut down, and the kubelet is told in time.',
  'shutdown-off': 'The node is switched off: nothing on it is told.',
  spot: 'The machine is taken back: the pod is deleted, and the node is off soon after.',
  autoscaler: 'The autoscaler removes the node and waits no longer than its own limit.',
  'force-delete': 'The pod is deleted with a grace period of 0.',
  'kubelet-restart': 'The pod is deleted, and the kubelet restarts in the middle.',
  nothing: 'Nobody stops it: does it end by itself?',
};

const REPORTERS: Readonly<Record<ReporterName, string>> = {
  human: 'For people; the default on standard output.',
  dots: 'For people, short: a sign for each property.',
  lines: 'file:line:column: level: what, as compilers print it.',
  json: 'For programs, all of it; the package has its JSON Schema.',
  ndjson: 'For programs, one event a line, as soon as it is known.',
  junit: 'JUnit XML, for CI servers.',
  sarif: 'SARIF 2.1.0, for code scanning.',
  github: 'Annotations of GitHub Actions.',
  markdown: 'A summary for a page of CI or a comment.',
  html: 'One page for a browser, which needs no network: time-lines, stop tables, fixes.',
};

const FAULTS: readonly CatalogueRow[] = [
  { id: 'crash/…', sentence: 'The kubelet crashes after one of its steps.' },
  { id: 'restart/…', sentence: 'How long the kubelet stays away then.' },
  { id: 'preStop/CONTAINER', sentence: 'How long a PreStop hook takes.' },
  { id: 'postStart/CONTAINER', sentence: 'How long a PostStart hook takes.' },
  { id: 'start/CONTAINER', sentence: 'How long the probes of a container fail at first.' },
  { id: 'stop/CONTAINER', sentence: 'How long a program takes to exit after its stop signal.' },
  { id: 'run/CONTAINER', sentence: 'How long an init container or a Job runs.' },
];

/** What `simlet list` knows besides the properties, by name. */
export const catalogues: ReadonlyMap<string, readonly CatalogueRow[]> = new Map<string, readonly CatalogueRow[]>([
  ['questions', QUESTIONS.map(({ id, asks, properties }) => ({ id, sentence: asks, properties }))],
  ['causes', STOP_CAUSES.map((id) => ({ id, sentence: CAUSES[id] }))],
  ['faults', FAULTS],
  ['reporters', REPORTER_NAMES.map((id) => ({ id, sentence: REPORTERS[id] }))],
]);

/** All names of catalogues. */
export const CATALOGUE_NAMES: readonly string[] = ['properties', ...catalogues.keys(), 'campaigns'];

/** The properties as a catalogue. */
export function propertyRows(known: readonly Invariant[]): readonly CatalogueRow[] {
  return known.map(({ id, sentence, kind, standing, source }) => ({ id, sentence, kind, standing, source }));
}
