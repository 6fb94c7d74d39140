import type { PodState, Sync, Timers, Worker } from './state.ts';

/**
 * A copy of a state for a turn to change. Written out field by field: this is done in every turn, and a literal gives all
 * copies one shape, where each place that spreads an object makes a shape of its own (docs/decisions/0016-records-have-one-shape.md).
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
  outage: pod.outage,
  worker: copyOfWorker(pod.worker),
  sync: pod.sync === undefined ? undefined : copyOfSync(pod.sync),
  dueAt: pod.dueAt,
  timers: copyOfTimers(pod.timers),
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

const copyOfWorker = (worker: Worker): Worker => ({
  startedAt: worker.startedAt,
  terminatingAt: worker.terminatingAt,
  terminatedAt: worker.terminatedAt,
  finished: worker.finished,
  forgotten: worker.forgotten,
  deleted: worker.deleted,
  evicted: worker.evicted,
  orphan: worker.orphan,
  grace: worker.grace,
  pending: worker.pending,
  pendingSince: worker.pendingSince,
  active: worker.active,
  waiting: worker.waiting,
  lastSync: worker.lastSync,
  syncCount: worker.syncCount,
  statusOverride: worker.statusOverride,
  shutsDown: worker.shutsDown,
});

const copyOfSync = (sync: Sync): Sync => ({
  kind: sync.kind,
  pod: sync.pod,
  status: sync.status,
  steps: sync.steps,
  current: sync.current,
  errors: sync.errors,
  acted: sync.acted,
  cancelled: sync.cancelled,
  startResults: sync.startResults,
});

const copyOfTimers = (timers: Timers): Timers => ({
  take: timers.take,
  relist: timers.relist,
  relistAt: timers.relistAt,
  tick: timers.tick,
  tickAt: timers.tickAt,
  housekeeping: timers.housekeeping,
  garbage: timers.garbage,
  statusPass: timers.statusPass,
});
