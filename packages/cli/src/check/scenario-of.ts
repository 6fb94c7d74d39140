import type { Action, Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import { containersOf } from './assumptions-of.ts';
import type { ModelSettings } from './settings.ts';

const CREATE_MS = 1_000;
const DEFAULT_GRACE_SECONDS = 30;
/** Time after the last thing that can still happen, so that what must happen in the end has happened. */
const SLACK_MS = 120_000;

/** When the operator deletes the pod (null: never), and when the run ends. */
export interface Timing {
  readonly deleteMs: number | null;
  readonly untilMs: number;
}

/** One replica of a workload on one node: created after a second, deleted at `timing.deleteMs`, with these durations. */
export function scenarioOf(
  pod: Pod,
  durations: ReadonlyMap<string, Micros>,
  timing: Timing,
  settings: ModelSettings & { readonly faults: boolean },
): Scenario {
  const name = pod.metadata.name ?? '';
  const create: Action = { atMs: CREATE_MS, op: 'create', pod: name };
  const { kubernetesVersion, gracePeriodSeconds } = settings;
  const deletion: readonly Action[] =
    timing.deleteMs === null
      ? []
      : [
          {
            atMs: timing.deleteMs,
            op: 'delete',
            pod: name,
            ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
          },
        ];
  return {
    format: 'simlet.scenario/1',
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    pods: [pod],
    behaviour: Object.fromEntries(
      containersOf(pod).map(({ container }) => [container.name, behaviourOf(container.name, durations)]),
    ),
    actions: [create, ...deletion],
    untilMs: timing.untilMs,
    ...(settings.faults ? { faults: { kubeletCrash: true } } : {}),
  };
}

function behaviourOf(container: string, durations: ReadonlyMap<string, Micros>): ContainerBehaviour {
  const milliseconds = (subject: string): number | undefined => {
    const micros = durations.get(`${subject}/${container}`);
    return micros === undefined ? undefined : Math.round(micros / 1_000);
  };
  const [preStop, postStart, stop, run] = ['preStop', 'postStart', 'stop', 'run'].map(milliseconds);
  return {
    ...(preStop === undefined ? {} : { preStop: [{ ms: preStop, ok: true }] }),
    ...(postStart === undefined ? {} : { postStart: [{ ms: postStart, ok: true }] }),
    ...(stop === undefined ? {} : { sigterm: { exitAfterMs: stop, exitCode: 0 } }),
    ...(run === undefined ? {} : { runMs: run, exitCode: 0 }),
  };
}

/**
 * When a run may end, in milliseconds: a deletion takes at most its hooks and its stop, or its grace period where that is
 * shorter; a kubelet that restarts gives all of it once more.
 */
export function endOf(
  deleteMs: number,
  pod: Pod,
  durations: ReadonlyMap<string, Micros>,
  settings: ModelSettings,
): number {
  const grace = settings.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const containers = containersOf(pod).map(({ container }) => container);
  const longest = (subject: string): number =>
    Math.max(0, ...containers.map(({ name }) => (durations.get(`${subject}/${name}`) ?? 0) / 1_000));
  const sleeps = containers.map(({ lifecycle }) => (lifecycle?.preStop?.sleep?.seconds ?? 0) * 1_000);
  const orderly = Math.max(longest('preStop'), ...sleeps) + containers.length * longest('stop');
  const stop = Math.min((grace + 2) * 1_000, orderly);
  const start = longest('postStart') + longest('run');
  return Math.ceil(deleteMs + 3 * stop + start + SLACK_MS);
}
