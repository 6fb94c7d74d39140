import type { PodState, ProbeResult, ProbeType, ProbeWorker } from './state.ts';

/** The key of a worker by its container, or of a result by its instance. */
export const probeKey = (type: ProbeType, container: string): string => `${type}/${container}`;

export const findProbe = (pod: PodState, type: ProbeType, container: string): ProbeWorker | undefined =>
  pod.probes[probeKey(type, container)];

/** What is known of an instance by its probe of a type. */
export const resultOf = (pod: PodState, type: ProbeType, instance: string): ProbeResult | undefined =>
  pod.results[probeKey(type, instance)];

/** Forgets what a probe found about an instance. */
export const forgetResult = (pod: PodState, type: ProbeType, instance: string): void => {
  const { [probeKey(type, instance)]: _forgotten, ...rest } = pod.results;
  pod.results = rest;
};

export const setWorker = (pod: PodState, key: string, worker: ProbeWorker): void => {
  pod.probes = { ...pod.probes, [key]: worker };
};
