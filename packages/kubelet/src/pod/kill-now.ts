import { MINIMUM_CRITICAL_PRIORITY } from '../constants.ts';
import type { LoopMessage, ShutdownGroup } from '../messages.ts';
import { podEvent } from './events.ts';
import type { PodMessage, PodState, PodTurn } from './state.ts';
import { updatePod } from './update.ts';

type Cause = Extract<PodMessage, { kind: 'kill-now' }>['cause'];

/** The status reason of each cause: evictions and preemptions tell it as an event too, a shutdown is told of the node. */
const REASONS: Readonly<Record<Cause, string>> = {
  eviction: 'Evicted',
  preemption: 'Preempting',
  shutdown: 'Terminated',
};

/**
 * The way in which the node itself kills a pod, while the caller waits. *Source:* pkg/kubelet/pod_workers.go, killPodNow;
 * eviction/eviction_manager.go, evictPod; preemption/preemption.go, evictPodsToFreeRequests;
 * nodeshutdown/nodeshutdown_manager.go; docs/fidelity.md 1.12 and 7.9.
 */
export const killNow = (pod: PodState, turn: PodTurn, request: Extract<PodMessage, { kind: 'kill-now' }>): void => {
  const api = pod.pod;
  if (api === undefined) return;
  const { cause, gracePeriodSeconds: override, message } = request;
  // Static pods are critical pods: neither manager touches them.
  const spared = api.static === true && pod.features.mutants['static-pod-evicted'] !== true;
  if (spared && cause !== 'shutdown') return;
  const reason = REASONS[cause];
  if (cause !== 'shutdown') podEvent(pod, turn, 'Warning', reason, message);
  updatePod(pod, turn, {
    type: 'kill',
    pod: api,
    kill: { evict: cause !== 'shutdown', status: { reason, message }, ...(override === undefined ? {} : { override }) },
  });
};

const SHUTDOWN_MESSAGE = 'Pod was terminated in response to imminent node shutdown.';

/**
 * The node shuts down, and the turn of one group of pods has come: those of this pod's group are killed with the
 * seconds of the group, or with less where the pod asks for less.
 */
export const shutdownGroup = (pod: PodState, turn: PodTurn, group: ShutdownGroup, seconds: number): void => {
  const api = pod.pod;
  const critical = (api?.spec.priority ?? 0) >= MINIMUM_CRITICAL_PRIORITY;
  if (api === undefined || pod.worker.terminatedAt !== undefined || critical !== (group === 'critical')) {
    shutdownOver(pod, turn);
    return;
  }
  pod.worker.shutsDown = true;
  const gracePeriodSeconds = Math.min(seconds, api.spec.terminationGracePeriodSeconds ?? seconds);
  killNow(pod, turn, { kind: 'kill-now', cause: 'shutdown', gracePeriodSeconds, message: SHUTDOWN_MESSAGE });
};

/** Tells the shutdown manager that it need not wait for this pod. */
export const shutdownOver = (pod: PodState, turn: PodTurn): void =>
  turn.send(pod.addresses.node.loop, { kind: 'shutdown-answer', uid: pod.uid } satisfies LoopMessage);
