import type { PodState, ProbeResult, ProbeType, ProbeWorker } from './state.ts';

export const probeKey = (type: ProbeType, container: string): string => `${type}/${container}`;

export const findProbe = (pod: PodState, type: ProbeType, container: string): ProbeWorker | undefined =>
  pod.probes[probeKey(type, container)];

export const resultOf = (pod: PodState, type: ProbeType, instance: string): ProbeResult | undefined =>
  pod.results[probeKey(type, instance)];

export const forgetResult = (pod: PodState, type: ProbeType, instance: string): void => {
  const { [probeKey(type, instance)]: _forgotten, ...rest } = pod.results;
  pod.results = rest;
};

export const setWorker = (pod: PodState, key: string, worker: ProbeWorker): void => {
  pod.probes = { ...pod.probes, [key]: worker };
};
