import { formatDeviations } from '@simlet/explorer';
import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { ModelSettings } from '../check/settings.ts';

/** Digits of a digest that are shown and compared. */
const DIGEST_DIGITS = 16;

export interface Replayable {
  readonly workload: Workload;
  /** Whether the file has other workloads, so that this one must be named. */
  readonly alone: boolean;
  readonly settings: ModelSettings;
  readonly faults: boolean;
  readonly deviations: readonly Deviation[];
  readonly digest: string;
}

/** The command that makes a run again, as it is pasted into a shell. */
export function replayLine({ workload, alone, settings, faults, deviations, digest }: Replayable): string {
  const parts = [
    'npx simlet replay',
    quote(workload.file),
    ...(alone ? [] : ['--workload', quote(`${workload.kind}/${workload.name}`)]),
    ...settings.hook.flatMap(({ text }) => ['--hook-seconds', quote(text)]),
    ...settings.start.flatMap(({ text }) => ['--start-seconds', quote(text)]),
    ...settings.stop.flatMap(({ text }) => ['--stop-seconds', quote(text)]),
    ...settings.run.flatMap(({ text }) => ['--run-seconds', quote(text)]),
    ...(settings.gracePeriodSeconds === undefined ? [] : ['--grace-period', String(settings.gracePeriodSeconds)]),
    ...(settings.kubernetesVersion === undefined ? [] : ['--kube-version', quote(settings.kubernetesVersion)]),
    ...(faults ? [] : ['--no-faults']),
    ...(deviations.length === 0 ? [] : ['--faults', `'${formatDeviations(deviations)}'`]),
    '--digest',
    shortDigest(digest),
  ];
  return parts.join(' ');
}

export function shortDigest(digest: string): string {
  return digest.slice(0, DIGEST_DIGITS);
}

/** A word of a command line, in single quotes where a shell would read it otherwise. */
function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
