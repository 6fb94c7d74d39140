import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import { PROBE_TRIES } from '../constants.ts';
import { quietUntil } from '../foresight.ts';
import type { CompactContainerStatus } from '../facts.ts';
import { resultOf } from './probe-results.ts';
import { probeOf } from './probe-spec.ts';
import { findContainer, isSidecar } from './spec.ts';
import type { PodState, ProbeWorker } from './state.ts';

/**
 * Until when a pod goes on as it is, so that its probes would succeed and its syncs change nothing: `now` where it is not
 * at rest, or where nobody can tell what will be done to it. *Source:* docs/decisions/0017-routine-is-skipped.md.
 */
export const restsUntil = (pod: PodState, now: Micros): Micros => {
  const { foreseen } = pod.runtime;
  return foreseen !== undefined && isAtRest(pod) ? quietUntil(foreseen, now - noticing(pod), now) : now;
};

/** Longest time from a change of what a probe would find to the end of the round that found it. */
const noticing = (pod: PodState): Micros => {
  let longest = 0;
  for (const worker of pod.probes) {
    const container = pod.pod === undefined ? undefined : findContainer(pod.pod.spec, worker.container);
    const timeout = (container === undefined ? undefined : probeOf(container, worker.type)?.timeoutSeconds) ?? 1;
    longest = Math.max(longest, worker.period + (PROBE_TRIES * timeout + 1) * SECOND);
  }
  return longest;
};

/** It runs, is ready, and nothing is under way but its probes. */
const isAtRest = (pod: PodState): boolean => {
  const { worker, runtime, pod: api, status } = pod;
  if (api === undefined || api.static === true || api.deletionTimestamp !== undefined) return false;
  if (api.spec.activeDeadlineSeconds !== undefined) return false;
  if (worker.terminatingAt !== undefined || worker.pending !== undefined || worker.waiting !== undefined) return false;
  if (pod.sync !== undefined || pod.timers.relist !== undefined || pod.pleg.record !== runtime) return false;
  if (status.status?.phase !== 'Running' || pod.kills.length > 0) return false;
  const { containers = [], initContainers: init = [] } = status.status;
  if (!containers.every(runsReady) || !init.every((each) => isDone(pod, each))) return false;
  const shown = [...containers, ...init].map(({ id }) => id);
  return pod.probes.every((worker) => isSettled(pod, worker, shown));
};

const runsReady = ({ state, ready, started }: CompactContainerStatus): boolean =>
  state === 'running' && ready && started === true;

const isDone = (pod: PodState, status: CompactContainerStatus): boolean => {
  const container = pod.pod === undefined ? undefined : findContainer(pod.pod.spec, status.name);
  if (container !== undefined && isSidecar(container)) return runsReady(status);
  return status.state === 'terminated' && status.exitCode === 0;
};

/** It knows the present instance, and its last verdict about it was a success, or it asks no more. */
const isSettled = (pod: PodState, worker: ProbeWorker, shown: readonly (string | undefined)[]): boolean => {
  if (worker.instance === undefined || !shown.includes(worker.instance)) return false;
  if (worker.triggered || worker.taken || worker.stopped) return false;
  if (worker.onHold) return worker.type === 'startup';
  return worker.lastResult === 'success' && resultOf(pod, worker.type, worker.instance) === 'success';
};
