import type { Action } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Container, Pod, Probe } from '@simlet/objects';
import { probeWithDefaults } from '@simlet/objects';
import type { NodeFacts } from './node-facts.ts';

/** What can stop a pod. `nothing` leaves it alone, to see whether it ends by itself. */
export const STOP_CAUSES = [
  'delete',
  'rolling-update',
  'drain',
  'preemption',
  'eviction',
  'oom',
  'liveness',
  'startup',
  'shutdown-on',
  'shutdown-off',
  'spot',
  'autoscaler',
  'force-delete',
  'kubelet-restart',
  'nothing',
] as const;
export type StopCause = (typeof STOP_CAUSES)[number];

/** Which container an OOM kill or a failing probe is about; the others stop the whole pod. */
export const causesOfContainer: readonly StopCause[] = ['oom', 'liveness', 'startup'];

/** A cause, and the container that it is about; absent: the first one. */
export interface Stop {
  readonly cause: StopCause;
  readonly container?: string;
}

/** What makes it happen in a run. */
export interface Arrangement {
  readonly actions: readonly Action[];
  /** Replaces these parts of how containers behave, by name. */
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
  /** When the last of it begins, in milliseconds. */
  readonly lastMs: number;
}

export interface StopScene {
  readonly pod: Pod;
  /** When the pod is stopped, in milliseconds. */
  readonly atMs: number;
  /** Of a delete; absent: that of the pod. */
  readonly gracePeriodSeconds: number | undefined;
  readonly nodes: NodeFacts;
  /** How the containers behave, the causes apart. */
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
}

const DEFAULT_GRACE_SECONDS = 30;
const CREATE_MS = 1_000;
const SECOND_MS = 1_000;

/** Why a cause cannot stop a container of such a workload; undefined where it can. */
export function impossible({ cause }: Stop, container: Container, kind: string): string | undefined {
  switch (cause) {
    case 'liveness':
      return container.livenessProbe === undefined ? 'no livenessProbe' : undefined;
    case 'startup':
      return container.startupProbe === undefined ? 'no startupProbe' : undefined;
    case 'rolling-update':
      return kind === 'Pod' || kind === 'Job' || kind === 'CronJob' ? `a ${kind} is not rolled out` : undefined;
    case 'drain':
    case 'autoscaler':
      return kind === 'DaemonSet' ? 'pods of a DaemonSet are left alone' : undefined;
    default:
      return undefined;
  }
}

/** What a cause leaves a container, whatever the manifest says. */
export interface Limits {
  /** The grace period that the kubelet uses. */
  readonly graceSeconds?: number;
  /** When the node is gone, after the stop. */
  readonly goneAfterSeconds?: number;
}

/** *Source*: pkg/kubelet/pod_workers.go, calculateEffectiveGracePeriod (never below 1 s), v1.36. */
export function limitsOf(cause: StopCause, nodes: NodeFacts): Limits {
  switch (cause) {
    case 'force-delete':
      return { graceSeconds: 1 };
    case 'eviction':
      return { graceSeconds: Math.max(1, nodes.evictionSeconds) };
    case 'spot':
      return { goneAfterSeconds: nodes.spotSeconds };
    case 'shutdown-on':
      return { goneAfterSeconds: nodes.shutdownSeconds };
    default:
      return {};
  }
}

/** What the operator, the node or the application does so that this cause stops the pod. */
export function arrange(stop: Stop, scene: StopScene): Arrangement {
  const { pod, atMs } = scene;
  const name = pod.metadata.name ?? '';
  const grace = pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const deletion = (gracePeriodSeconds?: number): Action => ({
    atMs,
    op: 'delete',
    pod: name,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  });
  const only = (...actions: readonly Action[]): Arrangement => ({
    actions,
    behaviour: {},
    lastMs: Math.max(atMs, ...actions.map((action) => action.atMs)),
  });
  switch (stop.cause) {
    case 'nothing':
      return only();
    case 'delete':
      return only(deletion(scene.gracePeriodSeconds));
    case 'rolling-update':
    case 'drain':
      return only(deletion());
    case 'autoscaler':
      return only(deletion(Math.min(grace, scene.nodes.autoscalerSeconds)));
    case 'force-delete':
      return only(deletion(0));
    case 'kubelet-restart':
      return only(
        deletion(scene.gracePeriodSeconds),
        { atMs: atMs + SECOND_MS, op: 'kubeletStop' },
        { atMs: atMs + 3 * SECOND_MS, op: 'kubeletStart' },
      );
    case 'preemption':
      return only({ atMs, op: 'preempt', pod: name });
    case 'eviction':
      return only({ atMs, op: 'evict', pod: name, gracePeriodSeconds: scene.nodes.evictionSeconds });
    case 'spot':
      return only(deletion(), ...powerOff(name, atMs + scene.nodes.spotSeconds * SECOND_MS));
    case 'shutdown-on': {
      const { shutdownSeconds, shutdownCriticalSeconds } = scene.nodes;
      return only(
        {
          atMs,
          op: 'nodeShutdown',
          gracePeriodSeconds: shutdownSeconds,
          criticalPodsSeconds: shutdownCriticalSeconds,
        },
        ...powerOff(name, atMs + shutdownSeconds * SECOND_MS),
      );
    }
    case 'shutdown-off':
      return only(...powerOff(name, atMs));
    case 'oom':
    case 'liveness':
    case 'startup':
      return ofContainer(stop.cause, containerOf(stop, pod), scene);
  }
}

/** The node goes: the kubelet with it, and all containers at once. */
function powerOff(pod: string, atMs: number): readonly Action[] {
  return [
    { atMs, op: 'kubeletStop' },
    { atMs, op: 'sandboxDeath', pod },
  ];
}

function containerOf({ container }: Stop, pod: Pod): Container | undefined {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return container === undefined ? all[0] : all.find(({ name }) => name === container);
}

function ofContainer(
  cause: 'oom' | 'liveness' | 'startup',
  container: Container | undefined,
  { pod, atMs, behaviour }: StopScene,
): Arrangement {
  if (container === undefined) return { actions: [], behaviour: {}, lastMs: atMs };
  const { name } = container;
  if (cause === 'oom') {
    const kill: Action = {
      atMs,
      op: 'killContainer',
      pod: pod.metadata.name ?? '',
      container: name,
      exitCode: 137,
      reason: 'OOMKilled',
    };
    return { actions: [kill], behaviour: {}, lastMs: atMs };
  }
  const usual = behaviour[name] ?? {};
  // The probes of a container count from its start, shortly after the pod was created.
  const failsFrom = cause === 'startup' ? 0 : atMs - CREATE_MS;
  const before = (cause === 'startup' ? undefined : usual.liveness?.timeline) ?? [];
  const timeline = [...before.filter(([from]) => from < failsFrom), [failsFrom, 'fail'] as const];
  const first = timeline[0]?.[0] === 0 ? timeline : [[0, 'ok'] as const, ...timeline];
  const probe = cause === 'startup' ? container.startupProbe : container.livenessProbe;
  return {
    actions: [],
    behaviour: { [name]: { ...usual, [cause]: { timeline: first } } },
    lastMs: failsFrom + CREATE_MS + patienceMs(probe),
  };
}

/** How long a probe may fail until the container is killed, at most, in milliseconds. */
function patienceMs(probe: Probe | undefined): number {
  if (probe === undefined) return 0;
  const { initialDelaySeconds, periodSeconds, failureThreshold, timeoutSeconds } = probeWithDefaults(probe);
  const periods = (failureThreshold ?? 3) + 1;
  return ((initialDelaySeconds ?? 0) + (periodSeconds ?? 10) * periods + (timeoutSeconds ?? 1)) * SECOND_MS;
}
