import { TRIGGERED_PROBE_DELAY } from '../constants.ts';
import { changeWorker, findProbe, workerOf } from './probe-results.ts';
import type { PodState, PodTurn } from './state.ts';

/**
 * A status that shows a container as not ready has its readiness probed at once. One trigger is kept for a worker that
 * is busy. *Source:* pkg/kubelet/prober/prober_manager.go, UpdatePodStatus; docs/fidelity.md 1.8.2.
 */
export const triggerReadiness = (pod: PodState, turn: PodTurn, container: string): void => {
  const worker = findProbe(pod, 'readiness', container);
  if (worker === undefined || worker.triggered || worker.stopped) return;
  changeWorker(pod, worker, (next) => {
    next.triggered = true;
  });
  if (worker.begun && worker.inFlight === undefined && !worker.taken) takeTrigger(pod, turn, worker.key);
};

/** The worker takes a trigger: the probe comes a little later, whatever its ticker says. */
export const takeTrigger = (pod: PodState, turn: PodTurn, key: string): void => {
  const worker = workerOf(pod, key);
  if (worker === undefined) return;
  if (worker.timer !== undefined) turn.cancel(worker.timer);
  const timer = turn.after(TRIGGERED_PROBE_DELAY, { kind: 'probe-trigger', key });
  changeWorker(pod, worker, (next) => {
    next.triggered = false;
    next.taken = true;
    next.timer = timer;
  });
};
