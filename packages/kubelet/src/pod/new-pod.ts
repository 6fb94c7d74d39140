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
  addresses: identity.addresses,
  uid: identity.uid,
  name: identity.name,
  namespace: identity.namespace,
  kubeletStart: identity.kubeletStart,
  generation: identity.generation,
  features: identity.features,
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
  probes: [],
  results: [],
  correlator: EMPTY_CORRELATOR,
  calls: [],
  callCount: 0,
  kills: [],
});

/**
 * A copy for a turn to change. Written out field by field, which keeps all of these records of one shape: this is done in
 * every turn, and a spread of so many fields takes several times as long.
 */
export const copyOfPod = (pod: PodState): PodState => ({
  addresses: pod.addresses,
  uid: pod.uid,
  name: pod.name,
  namespace: pod.namespace,
  kubeletStart: pod.kubeletStart,
  generation: pod.generation,
  features: pod.features,
  pod: pod.pod,
  mirror: pod.mirror,
  mirrorWritten: pod.mirrorWritten,
  lastPod: pod.lastPod,
  runtime: pod.runtime,
  pleg: pod.pleg,
  worker: pod.worker,
  sync: pod.sync,
  dueAt: pod.dueAt,
  timers: pod.timers,
  status: pod.status,
  reasons: pod.reasons,
  crashBackoff: pod.crashBackoff,
  imageBackoff: pod.imageBackoff,
  probes: pod.probes,
  results: pod.results,
  correlator: pod.correlator,
  calls: pod.calls,
  callCount: pod.callCount,
  kills: pod.kills,
});
