import { formatDeviations } from '@simlet/explorer';
import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { ModelSettings } from '../check/settings.ts';
import type { Stop } from '../check/stop-cause.ts';
import { quote } from './quote.ts';

/** Digits of a digest that are shown and compared. */
const DIGEST_DIGITS = 16;

/** What a replay is of, the run apart. */
export interface Replayable extends ReplayedModel {
  readonly faults: boolean;
  readonly deviations: readonly Deviation[];
  readonly digest: string;
}

export interface ReplayedModel {
  readonly workload: Workload;
  /** Whether the file has no other workload, so that this one need not be named. */
  readonly alone: boolean;
  readonly settings: ModelSettings;
}

/** The start of such a command: the manifest, and what it was told. */
export function replayOfModel({ workload, alone, settings }: ReplayedModel): string {
  return [
    'npx simlet replay',
    quote(workload.file),
    ...(alone ? [] : ['--workload', quote(`${workload.kind}/${workload.name}`)]),
    ...settings.hook.flatMap(({ text }) => ['--hook-seconds', quote(text)]),
    ...settings.start.flatMap(({ text }) => ['--start-seconds', quote(text)]),
    ...settings.stop.flatMap(({ text }) => ['--stop-seconds', quote(text)]),
    ...settings.run.flatMap(({ text }) => ['--run-seconds', quote(text)]),
    ...(settings.gracePeriodSeconds === undefined ? [] : ['--grace-period', String(settings.gracePeriodSeconds)]),
    ...(settings.stoppedBy === undefined ? [] : ['--stopped-by', quote(stopWord(settings.stoppedBy))]),
    ...(settings.ties === true ? ['--ties'] : []),
    ...(settings.cwd === undefined ? [] : ['--cwd', quote(settings.cwd)]),
    ...(settings.kubernetesVersion === undefined ? [] : ['--kube-version', quote(settings.kubernetesVersion)]),
  ].join(' ');
}

/** The command that makes a run again, as it is pasted into a shell. */
export function replayLine({ faults, deviations, digest, ...model }: Replayable): string {
  const parts = [
    replayOfModel(model),
    ...(faults ? [] : ['--no-faults']),
    ...(deviations.length === 0 ? [] : ['--faults', `'${formatDeviations(deviations)}'`]),
    '--digest',
    shortDigest(digest),
  ];
  return parts.join(' ');
}

/** `drain`, or `oom:app`. */
export function stopWord({ cause, container }: Stop): string {
  return container === undefined ? cause : `${cause}:${container}`;
}

export function shortDigest(digest: string): string {
  return digest.slice(0, DIGEST_DIGITS);
}
