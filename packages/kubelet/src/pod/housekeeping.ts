import type { Micros } from '@simlet/core';

import {
  FIRST_HOUSEKEEPING,
  FIRST_LOOP,
  FIRST_RELIST,
  HOUSEKEEPING_PERIOD,
  ORPHAN_GRACE_SECONDS,
  RUNTIME_DOWN_AFTER,
} from '../constants.ts';
import { nextGridPoint } from './grid.ts';
import { newWorker } from './new-pod.ts';
import { reportOver } from './over.ts';
import { forgetStatus } from './status-manager.ts';
import type { PodState, PodTurn } from './state.ts';
import { updatePod } from './update.ts';

/** Only pods that the kubelet has no configuration of have anything to fear from housekeeping. */
export const armHousekeeping = (pod: PodState, turn: PodTurn): void => {
  if (pod.timers.housekeeping !== undefined || pod.pod !== undefined) return;
  if (pod.worker.forgotten && !runs(pod)) return;
  const early = pod.features.mutants['cleanup-before-sources-ready'] === true;
  const first = pod.kubeletStart + (early ? FIRST_RELIST : FIRST_HOUSEKEEPING);
  const at = nextGridPoint(first, HOUSEKEEPING_PERIOD, turn.now);
  pod.timers.housekeeping = turn.after(at - turn.now, { kind: 'housekeeping' });
};

/** *Source:* pkg/kubelet/kubelet_pods.go, HandlePodCleanups; docs/fidelity.md 1.3.9. */
export const housekeeping = (pod: PodState, turn: PodTurn): void => {
  pod.timers.housekeeping = undefined;
  if (pod.pod !== undefined) return;
  if (loopStandsStill(pod, turn.now)) {
    armHousekeeping(pod, turn);
    return;
  }
  if (pod.worker.finished && !runs(pod)) {
    pod.worker.forgotten = true;
    return;
  }
  if (pod.worker.finished) takeForOrphan(pod);
  // The status of a pod that is not known any more is forgotten.
  forgetStatus(pod);
  if (pod.worker.startedAt !== undefined && pod.lastPod !== undefined)
    updatePod(pod, turn, { type: 'kill', pod: pod.lastPod });
  // A kill that has failed is tried again, whatever is left to kill.
  else if (pod.worker.startedAt !== undefined || runs(pod))
    updatePod(pod, turn, { type: 'kill', pod: undefined, kill: { override: ORPHAN_GRACE_SECONDS } });
  reportOver(pod, turn);
  armHousekeeping(pod, turn);
};

/**
 * Housekeeping is a step of the sync loop, which does not begin without a runtime, and ends 30 s after it has gone: until
 * then the kubelet has no configuration of any pod. *Source:* pkg/kubelet/kubelet.go, syncLoop; docs/fidelity.md 1.2.2.
 */
const loopStandsStill = ({ outage, kubeletStart }: PodState, now: Micros): boolean =>
  outage !== undefined &&
  outage.to === undefined &&
  (outage.from < kubeletStart + FIRST_LOOP || now >= outage.from + RUNTIME_DOWN_AFTER);

/** Something came into being when the worker was done, as a sandbox that was given up: no worker knows of it. */
const takeForOrphan = (pod: PodState): void => {
  Object.assign(pod.worker, newWorker());
  pod.lastPod = undefined;
};

const runs = (pod: PodState): boolean =>
  pod.runtime.containers.some((instance) => instance.state === 'running') ||
  pod.runtime.sandboxes.some((sandbox) => sandbox.ready);
