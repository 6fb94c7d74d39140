import { availableParallelism } from 'node:os';
import { KUBERNETES_VERSIONS } from '@simlet/kubelet';
import type { Workload } from '@simlet/manifest';
import { parseDurationFlag } from '../check/duration-flag.ts';
import type { DurationFlag } from '../check/duration-flag.ts';
import { containersOf } from '../check/placed-container.ts';
import type { ModelSettings } from '../check/settings.ts';
import { STOP_CAUSES } from '../check/stop-cause.ts';
import type { Stop } from '../check/stop-cause.ts';
import { didYouMean } from '../did-you-mean.ts';
import { parseDuration } from '../duration.ts';
import { UsageError } from '../usage-error.ts';
import type { FilterFlags } from './workload-filter.ts';

/** The flags of `check` and `replay` that say what a single run is like, as they stand on the command line. */
export interface ModelFlags extends FilterFlags {
  readonly hookSeconds?: readonly string[];
  readonly startSeconds?: readonly string[];
  readonly stopSeconds?: readonly string[];
  readonly runSeconds?: readonly string[];
  readonly gracePeriod?: string;
  readonly stoppedBy?: string;
  readonly kubeVersion?: string;
  readonly strict?: boolean;
  readonly ties?: boolean;
  readonly faults?: boolean | string;
  /** As if it were started there. */
  readonly cwd?: string;
  /** The absolute path of a module with properties of the user's own. */
  readonly ownProperties?: string;
}

const MOST_GRACE_SECONDS = 10_000_000;

export function modelSettings(flags: ModelFlags): ModelSettings {
  return {
    hook: durations('--hook-seconds', flags.hookSeconds),
    start: durations('--start-seconds', flags.startSeconds),
    stop: durations('--stop-seconds', flags.stopSeconds),
    run: durations('--run-seconds', flags.runSeconds),
    gracePeriodSeconds: wholeNumber('--grace-period', flags.gracePeriod, MOST_GRACE_SECONDS),
    kubernetesVersion: kubernetesVersion(flags.kubeVersion),
    ...(flags.cwd === undefined ? {} : { cwd: flags.cwd }),
    ...(flags.ties === true ? { ties: true } : {}),
    ...(flags.stoppedBy === undefined ? {} : { stoppedBy: stopOf(flags.stoppedBy) }),
  };
}

/** Reads `drain`, or `oom:app` where the container matters. */
function stopOf(text: string): Stop {
  const [word = '', container] = text.split(':');
  const cause = STOP_CAUSES.find((one) => one === word);
  if (cause !== undefined) return { cause, ...(container === undefined ? {} : { container }) };
  throw new UsageError(`--stopped-by ${text}: unknown cause${didYouMean(word, STOP_CAUSES)}`);
}

/** Refuses a duration for a container that none of the workloads has. */
export function refuseUnknownContainers(settings: ModelSettings, workloads: readonly Workload[]): void {
  const names = [...new Set(workloads.flatMap(({ pod }) => containersOf(pod).map(({ container }) => container.name)))];
  const flags = [settings.hook, settings.start, settings.stop, settings.run].flat();
  const { stoppedBy } = settings;
  const named = [
    ...flags,
    ...(stoppedBy?.container === undefined
      ? []
      : [{ container: stoppedBy.container, text: `${stoppedBy.cause}:${stoppedBy.container}` }]),
  ];
  const wrong = named.find(({ container }) => container !== undefined && !names.includes(container));
  if (wrong?.container === undefined || workloads.length === 0) return;
  throw new UsageError(`${wrong.text}: no container ${wrong.container}${didYouMean(wrong.container, names)}`);
}

function durations(flag: string, texts: readonly string[] = []): readonly DurationFlag[] {
  return texts.map((text) => {
    const duration = parseDurationFlag(text);
    if (duration !== undefined) return duration;
    throw new UsageError(`${flag} ${text}: expected a duration or a range, such as 20s, 5s..60s or app=20s`);
  });
}

function kubernetesVersion(text: string | undefined): string | undefined {
  if (text === undefined || KUBERNETES_VERSIONS.some((version) => version === text)) return text;
  throw new UsageError(
    `--kube-version ${text}: the kubelets of these versions are modelled: ${KUBERNETES_VERSIONS.join(', ')}`,
  );
}

/** A time in milliseconds; undefined where none was given. */
export function millisecondsOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (time === undefined || time === 0) throw new UsageError(`${flag} ${text}: expected a time, such as 90s or 10m`);
  return time / 1_000;
}

/** How many threads: a number, or a part of the cores such as 50%; at least one of them. */
export function workerCount(text: string | undefined, most: number): number | undefined {
  const [, percent] = /^(\d{1,3})%$/u.exec(text ?? '') ?? [];
  if (percent === undefined) return wholeNumber('--workers', text, most);
  return Math.max(1, Math.round((availableParallelism() * Number(percent)) / 100));
}

/** A whole number from 0 to `most`; units k and M are understood. */
export function wholeNumber(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit] = /^(\d{1,12})([kM]?)$/u.exec(text) ?? [];
  const value =
    digits === undefined ? Number.NaN : Number(digits) * (unit === 'M' ? 1_000_000 : unit === 'k' ? 1_000 : 1);
  if (Number.isNaN(value) || value > most)
    throw new UsageError(`${flag} ${text}: expected a whole number from 0 to ${most}`);
  return value;
}
