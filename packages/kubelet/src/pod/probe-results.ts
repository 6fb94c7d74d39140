import { appended } from '../appended.ts';
import type { Writable } from '../writable.ts';
import type { PodState, ProbeResult, ProbeType, ProbeWorker } from './state.ts';

/** The key of a worker by its container. */
export const probeKey = (type: ProbeType, container: string): string => `${type}/${container}`;

export const findProbe = (pod: PodState, type: ProbeType, container: string): ProbeWorker | undefined =>
  pod.probes.find((worker) => worker.type === type && worker.container === container);

/** The worker of a key. */
export const workerOf = (pod: PodState, key: string): ProbeWorker | undefined =>
  pod.probes.find((worker) => worker.key === key);

/** What is known of an instance by its probe of a type. */
export const resultOf = (pod: PodState, type: ProbeType, instance: string): ProbeResult | undefined =>
  pod.results.find((each) => each.type === type && each.instance === instance)?.result;

export const setResult = (pod: PodState, type: ProbeType, instance: string, result: ProbeResult): void => {
  forgetResult(pod, type, instance);
  pod.results = appended(pod.results, { type, instance, result });
};

/** Forgets what a probe found about an instance. */
export const forgetResult = (pod: PodState, type: ProbeType, instance: string): void => {
  if (resultOf(pod, type, instance) === undefined) return;
  pod.results = pod.results.filter((each) => each.type !== type || each.instance !== instance);
};

/** Puts a changed copy of a worker in the place of the one with its key, or behind the others where there is none. */
export const changeWorker = (
  pod: PodState,
  worker: ProbeWorker,
  change: (next: Writable<ProbeWorker>) => void,
): void => {
  const next = copyOfWorker(worker);
  change(next);
  const index = pod.probes.findIndex((each) => each.key === next.key);
  pod.probes = index < 0 ? appended(pod.probes, next) : pod.probes.with(index, next);
};

const copyOfWorker = (worker: ProbeWorker): Writable<ProbeWorker> => ({
  key: worker.key,
  type: worker.type,
  container: worker.container,
  period: worker.period,
  instance: worker.instance,
  lastResult: worker.lastResult,
  run: worker.run,
  onHold: worker.onHold,
  tickerFrom: worker.tickerFrom,
  begun: worker.begun,
  triggered: worker.triggered,
  taken: worker.taken,
  stopped: worker.stopped,
  timer: worker.timer,
  madeBySync: worker.madeBySync,
  cancelled: worker.cancelled,
  inFlight: worker.inFlight,
});

export const removeWorker = (pod: PodState, key: string): void => {
  pod.probes = pod.probes.filter((worker) => worker.key !== key);
};
