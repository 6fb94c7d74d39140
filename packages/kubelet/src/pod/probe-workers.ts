import { SECOND } from '@simlet/core';
import type { Container, Probe } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import { publish } from './probe-publish.ts';
import { probeOf } from './probe-spec.ts';
import { endWorker } from './probe-worker.ts';
import { findProbe, probeKey, resultOf } from './probe-results.ts';
import { outlivedKubelet } from './probe-restart.ts';
import { initContainers, isSidecar } from './spec.ts';
import type { PodState, PodTurn, ProbeType } from './state.ts';

const TYPES: readonly ProbeType[] = ['startup', 'readiness', 'liveness'];
/** Share of the period that a worker waits at first when the kubelet has just started, in a calm world. */
const FIRST_WAIT: Readonly<Record<ProbeType, number>> = { startup: 0.1, readiness: 0.2, liveness: 0.3 };

/**
 * Adds the workers of a pod, before its containers are there. *Source:* pkg/kubelet/prober/prober_manager.go, AddPod;
 * docs/fidelity.md 1.8.1.
 */
export const addProbes = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  const init = initContainers(api.spec);
  const { containers } = api.spec;
  for (const [index, container] of containers.entries())
    if (!addProbesOf(pod, turn, container, init.length + index)) return;
  for (const [index, container] of init.entries())
    if (isSidecar(container) && !addProbesOf(pod, turn, container, index)) return;
};

/** Adds the workers of a container; false where it has one. As in the real manager, one that is there means that all are. */
const addProbesOf = (pod: PodState, turn: PodTurn, container: Container, index: number): boolean => {
  for (const type of TYPES) {
    const probe = probeOf(container, type);
    if (probe === undefined) continue;
    if (findProbe(pod, type, container.name) !== undefined) return false;
    addProbe(pod, turn, container, type, probe, index);
  }
  return true;
};

const addProbe = (
  pod: PodState,
  turn: PodTurn,
  container: Container,
  type: ProbeType,
  probe: Probe,
  index: number,
): void => {
  const period = (probe.periodSeconds ?? 10) * SECOND;
  const young = period > turn.now - pod.kubeletStart;
  const wait = young ? firstWait(pod, turn, container, type, period, index) : 0;
  const key = probeKey(type, container.name);
  seedStartup(pod, turn, container, type);
  pod.probes = [
    ...pod.probes,
    {
      key,
      type,
      container: container.name,
      period,
      instance: undefined,
      lastResult: undefined,
      run: 0,
      onHold: false,
      tickerFrom: turn.now + wait,
      begun: false,
      triggered: false,
      taken: false,
      stopped: false,
      timer: turn.after(wait, { kind: 'probe-due', key }),
      inFlight: undefined,
      madeBySync: pod.worker.syncCount,
      cancelled: pod.features.cancelsProbes && pod.sync?.cancelled === true,
    },
  ];
};

/** A random part of the period; in a calm world the pinned share, and 0.01 more for each container before it. */
const firstWait = (
  pod: PodState,
  turn: PodTurn,
  container: Container,
  type: ProbeType,
  period: number,
  index: number,
): number =>
  turn.decide.integer(`kubelet.probe-wait/${type}/${pod.name}/${container.name}`, {
    simplest: Math.min(period - 1, Math.floor((FIRST_WAIT[type] + 0.01 * index) * period)),
    min: 0,
    max: period - 1,
    interesting: [],
  });

/**
 * A sidecar that had started before the kubelet did counts as started. *Source:*
 * pkg/kubelet/prober/prober_manager.go, AddPod; docs/fidelity.md 1.8.5.
 */
const seedStartup = (pod: PodState, turn: PodTurn, container: Container, type: ProbeType): void => {
  if (type !== 'startup' || !isSidecar(container)) return;
  if (pod.features.mutants['sidecar-startup-unseeded'] === true) return;
  const old = pod.pod?.status.initContainers?.find((status) => status.name === container.name);
  const runs = pod.runtime.containers.some((instance) => instance.id === old?.id && instance.state === 'running');
  if (old?.id === undefined || !old.started || !runs || !outlivedKubelet(pod, old.id)) return;
  if (resultOf(pod, 'startup', old.id) === undefined) publish(pod, turn, 'startup', old.id, 'success');
};

/**
 * Ends these probes of a pod that terminates: sidecars keep theirs, and readiness goes on. *Source:*
 * pkg/kubelet/prober/prober_manager.go, StopLivenessAndStartup; docs/fidelity.md 1.8.7.
 */
export const stopLivenessAndStartup = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  const { mutants } = pod.features;
  if (mutants['liveness-kills-while-terminating'] === true) return;
  const types = mutants['readiness-stops-at-termination'] === true ? TYPES : (['liveness', 'startup'] as const);
  for (const { key, type, container } of pod.probes)
    if (types.includes(type) && api.spec.containers.some((each) => each.name === container)) endWorker(pod, turn, key);
};

/** Ends every worker of the pod. */
export const stopAllProbes = (pod: PodState, turn: PodTurn): void => {
  for (const { key } of pod.probes) endWorker(pod, turn, key);
};
