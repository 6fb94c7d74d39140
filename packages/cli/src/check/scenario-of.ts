import type { Action, Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { ContainerBehaviour, HookBehaviour, ProbeBehaviour } from '@simlet/kubelet';
import type { LifecycleHandler, Pod } from '@simlet/objects';
import { runExitCode } from './assumptions-of.ts';
import { exitCodeOf } from './command-exit.ts';
import { missingProgram } from './missing-program.ts';
import { containersOf } from './placed-container.ts';
import type { PlacedContainer } from './placed-container.ts';
import { USUAL_NODES } from './node-facts.ts';
import type { ModelSettings } from './settings.ts';
import { arrange } from './stop-cause.ts';
import type { Arrangement } from './stop-cause.ts';

const CREATE_MS = 1_000;
/** What the runtime needs to start the command of a hook: a `sleep 30` is not over after 30 s to the microsecond. */
export const COMMAND_START_MS = 10;
/** What a runtime answers for a program that is not there. */
const NO_SUCH_PROGRAM = 127;
const DEFAULT_GRACE_SECONDS = 30;
/** Time after the last thing that can still happen, so that what must happen in the end has happened. */
const SLACK_MS = 120_000;

/** When the pod is stopped (null: never), and when the run ends. */
export interface Timing {
  readonly stopMs: number | null;
  readonly untilMs: number;
}

/** One replica of a workload on one node: created after a second, stopped at `timing.stopMs`, with these durations. */
export function scenarioOf(
  pod: Pod,
  durations: ReadonlyMap<string, Micros>,
  timing: Timing,
  settings: ModelSettings & { readonly faults: boolean },
): Scenario {
  const create: Action = { atMs: CREATE_MS, op: 'create', pod: pod.metadata.name ?? '' };
  const { kubernetesVersion } = settings;
  const behaviour = behavioursOf(pod, durations);
  const stop = timing.stopMs === null ? undefined : arrangementOf(pod, behaviour, timing.stopMs, settings);
  return {
    format: 'simlet.scenario/1',
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    pods: [pod],
    behaviour: { ...behaviour, ...stop?.behaviour },
    actions: [create, ...(stop?.actions ?? [])],
    untilMs: timing.untilMs,
    ...(settings.faults || settings.ties === true
      ? {
          faults: {
            ...(settings.faults ? { kubeletCrash: true } : {}),
            ...(settings.ties === true ? { ties: true } : {}),
          },
        }
      : {}),
  };
}

function arrangementOf(
  pod: Pod,
  behaviour: Scenario['behaviour'],
  atMs: number,
  { stoppedBy, gracePeriodSeconds }: ModelSettings,
): Arrangement {
  return arrange(stoppedBy ?? { cause: 'delete' }, { pod, atMs, gracePeriodSeconds, nodes: USUAL_NODES, behaviour });
}

function behavioursOf(pod: Pod, durations: ReadonlyMap<string, Micros>): Scenario['behaviour'] {
  return Object.fromEntries(containersOf(pod).map((placed) => [placed.container.name, behaviourOf(placed, durations)]));
}

function behaviourOf(placed: PlacedContainer, durations: ReadonlyMap<string, Micros>): ContainerBehaviour {
  const { container } = placed;
  const micros = (subject: string): Micros | undefined => durations.get(`${subject}/${container.name}`);
  const [preStop, postStart, start, stop, run] = ['preStop', 'postStart', 'start', 'stop', 'run'].map(micros);
  const sigterm = sigtermOf(micros('signal'), stop);
  return {
    ...(preStop === undefined
      ? {}
      : { preStop: [hookBehaviour(container.lifecycle?.preStop, preStop, container.image)] }),
    ...(postStart === undefined
      ? {}
      : { postStart: [hookBehaviour(container.lifecycle?.postStart, postStart, container.image)] }),
    ...(start === undefined || start === 0 ? {} : failingUntil(milliseconds(start))),
    ...(sigterm === undefined ? {} : { sigterm }),
    ...(run === undefined ? {} : { runMs: milliseconds(run), exitCode: runExitCode(placed) }),
  };
}

/** What SIGTERM does to a container; a process 1 that keeps it to itself goes on. */
function sigtermOf(signal: Micros | undefined, stop: Micros | undefined): ContainerBehaviour['sigterm'] {
  if (signal === 1) return { exitAfterMs: null };
  return stop === undefined ? undefined : { exitAfterMs: milliseconds(stop), exitCode: 0 };
}

/** Null where it never ends. */
function milliseconds(time: Micros): number | null {
  return Number.isFinite(time) ? Math.round(time / 1_000) : null;
}

function hookBehaviour(handler: LifecycleHandler | undefined, time: Micros, image: string): HookBehaviour {
  const ms = milliseconds(time);
  if (handler?.exec === undefined) return { ms, ok: true };
  if (missingProgram(handler.exec.command, image) !== undefined)
    return { ms: COMMAND_START_MS, ok: false, exitCode: NO_SUCH_PROGRAM };
  const exitCode = exitCodeOf(handler.exec.command) ?? 0;
  const whole = ms === null ? null : ms + COMMAND_START_MS;
  return exitCode === 0 ? { ms: whole, ok: true } : { ms: whole, ok: false, exitCode };
}

/** All probes of a container fail until it has started, and succeed from then on. */
function failingUntil(startMs: number | null): ContainerBehaviour {
  const probe: ProbeBehaviour = {
    timeline:
      startMs === null
        ? [[0, 'fail']]
        : [
            [0, 'fail'],
            [startMs, 'ok'],
          ],
  };
  return { liveness: probe, readiness: probe, startup: probe };
}

/**
 * When a run may end, in milliseconds: a deletion takes at most its hooks and its stop, or its grace period where that is
 * shorter; a kubelet that restarts gives all of it once more.
 */
export function endOf(
  stopMs: number,
  pod: Pod,
  durations: ReadonlyMap<string, Micros>,
  settings: ModelSettings,
): number {
  const grace = settings.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const containers = containersOf(pod).map(({ container }) => container);
  const longest = (subject: string): number =>
    Math.max(0, ...containers.map(({ name }) => (durations.get(`${subject}/${name}`) ?? 0) / 1_000));
  const finite = (time: number): number => (Number.isFinite(time) ? time : 0);
  const sleeps = containers.map(({ lifecycle }) => (lifecycle?.preStop?.sleep?.seconds ?? 0) * 1_000);
  const isDeaf = containers.some(({ name }) => durations.get(`signal/${name}`) === 1);
  const exits = isDeaf ? Number.POSITIVE_INFINITY : containers.length * longest('stop');
  const orderly = Math.max(longest('preStop'), ...sleeps) + exits;
  const stop = Math.min((grace + 2) * 1_000, orderly);
  const start = finite(longest('postStart')) + finite(longest('run'));
  // With a cause of its own the pod may be stopped later than at `stopMs`.
  const { lastMs } = arrangementOf(pod, behavioursOf(pod, durations), stopMs, settings);
  return Math.ceil(lastMs + 3 * stop + start + SLACK_MS);
}
