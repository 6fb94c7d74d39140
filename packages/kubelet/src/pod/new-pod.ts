import { EMPTY_RUNTIME_STATUS } from '../runtime/status.ts';
import { EMPTY_CORRELATOR } from './correlator.ts';
import type { PodState, Timers, Worker } from './state.ts';

const noTimers = (): Timers => ({
  take: undefined,
  relist: undefined,
  relistAt: undefined,
  tick: undefined,
  tickAt: undefined,
  housekeeping: undefined,
  garbage: undefined,
  statusPass: undefined,
});

/** A worker that has seen nothing yet. */
export const newWorker = (): Worker => ({
  startedAt: undefined,
  terminatingAt: undefined,
  terminatedAt: undefined,
  finished: false,
  forgotten: false,
  deleted: false,
  evicted: false,
  orphan: false,
  grace: 0,
  pending: undefined,
  pendingSince: undefined,
  active: undefined,
  waiting: undefined,
  lastSync: -1,
  syncCount: 0,
  statusOverride: undefined,
  shutsDown: false,
});

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
  outage: undefined,
  worker: newWorker(),
  sync: undefined,
  dueAt: undefined,
  timers: noTimers(),
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
