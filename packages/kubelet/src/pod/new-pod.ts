import { EMPTY_RUNTIME_STATUS } from '../runtime/status.ts';
import { EMPTY_CORRELATOR } from './correlator.ts';
import type { PodState, Timers } from './state.ts';
import { NEW_WORKER } from './update.ts';

const NO_TIMERS: Timers = {
  take: undefined,
  relist: undefined,
  relistAt: undefined,
  tick: undefined,
  tickAt: undefined,
  housekeeping: undefined,
  garbage: undefined,
  statusPass: undefined,
};

/** Which pod it is, and of which life of which kubelet. */
export type PodIdentity = Pick<
  PodState,
  'addresses' | 'uid' | 'name' | 'namespace' | 'kubeletStart' | 'generation' | 'features'
>;

/** What a kubelet knows of a pod that it just heard of: nothing but who it is. */
export const newPod = (identity: PodIdentity): PodState => ({
  ...identity,
  pod: undefined,
  mirror: undefined,
  mirrorWritten: undefined,
  lastPod: undefined,
  runtime: EMPTY_RUNTIME_STATUS,
  pleg: { record: EMPTY_RUNTIME_STATUS, status: undefined, observedAt: -1, ip: undefined },
  worker: NEW_WORKER,
  sync: undefined,
  dueAt: undefined,
  timers: NO_TIMERS,
  status: { status: undefined, finished: false },
  reasons: {},
  crashBackoff: {},
  imageBackoff: {},
  probes: {},
  results: {},
  correlator: EMPTY_CORRELATOR,
  calls: [],
  callCount: 0,
  kills: {},
});
