import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CriFact } from '@simlet/kubelet';
import { isOutOfMemory } from '../history/out-of-memory.ts';
import type { Instance, Life } from '../history/history.ts';
import { knownInstance, knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import { statusesLag } from '../history/standstill.ts';
import { mayHaveFailed } from '../history/calls-may-fail.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { allContainers } from './phase.ts';

/** EXIT-TRUTH: the half of it that is about why. */
export const oomKilledSaysSo: Invariant<null> = always(
  {
    id: 'oom-killed-says-so',
    sentence: 'A container that was killed for its memory is reported with the reason OOMKilled.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (toKubeContainerStatus), v1.36',
  },
  ['status'],
  (fact, context) => {
    let seen = false;
    for (const status of allContainers(fact.status)) {
      for (const { id, state, reason } of [status, ...(status.last === undefined ? [] : [status.last])]) {
        const found = state === 'terminated' ? knownInstance(context.history, fact.pod, id) : undefined;
        if (found === undefined || !isOutOfMemory(found.life, found.instance, context.scenario)) continue;
        if (reason === 'ContainerStatusUnknown') continue;
        seen = true;
        if (reason === 'OOMKilled') continue;
        const message = `${found.instance.id} was killed for its memory, and was reported with the reason ${reason ?? 'none'}.`;
        return broken(fact.pod, found.instance.id, message);
      }
    }
    return seen ? kept : undefined;
  },
);

/** PHASE-TRUTH: what ends a pod that would be restarted always is said. */
export const failedSaysWhy: Invariant<null> = always(
  {
    id: 'failed-says-why',
    sentence: 'A pod with restart policy Always that nobody deleted is reported as Failed only with a reason.',
    source:
      'pkg/kubelet/kubelet.go (SyncTerminatingPod), pkg/kubelet/kubelet_pods.go (generateAPIPodStatus: DeadlineExceeded), v1.36',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || fact.status.phase !== 'Failed' || context.history.minor < 27) return undefined;
    // A kill that fails is tried again: then it is open what the pod is ended for.
    if (mayHaveFailed(life.createdAt, context)) return undefined;
    if ((life.pod.spec.restartPolicy ?? 'Always') !== 'Always') return undefined;
    if (life.removed !== undefined || life.requests.some(({ kind }) => kind === 'deletion')) return undefined;
    if (fact.status.reason !== undefined) return kept;
    // A kubelet that dies before it has written why it ended a pod takes that with it.
    if (life.createdAt < context.history.kubelet.startedAt) return undefined;
    return broken(fact.pod, undefined, 'The pod, which is always restarted, was reported as Failed without a reason.');
  },
);

/** A relist, a sync and the write of its status are over by then. */
const TOLD: Micros = 5 * SECOND;
/** Reasons of a container that nothing has gone wrong with. */
const FIRST_REASONS: readonly (string | undefined)[] = [undefined, 'ContainerCreating', 'PodInitializing'];

/** WAITING-TRUTH. */
export const failedStartSaysWhy: Invariant<null> = always(
  {
    id: 'failed-start-says-why',
    sentence:
      'While a container whose start or PostStart hook failed waits for its next start, its status says why it waits.',
    source: 'pkg/kubelet/reason_cache.go, pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses), v1.36',
  },
  ['cri'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || fact.container === undefined || !isCreate(fact)) return undefined;
    const name = containerName(fact.container);
    const before = newestOf(life, name);
    const failedAt = before === undefined ? undefined : failedSince(before);
    if (failedAt === undefined || context.at - failedAt < TOLD || !isAlone(life, before, context)) return undefined;
    const shown = life.status === undefined ? undefined : allContainers(life.status).find((each) => each.name === name);
    if (shown?.state === 'waiting' && !FIRST_REASONS.includes(shown.reason)) return kept;
    const how = shown === undefined ? 'not shown at all' : `shown as ${shown.state} (${shown.reason ?? 'no reason'})`;
    const later = seconds(context.at - failedAt);
    return broken(
      life.name,
      fact.container,
      `${before?.id ?? name} could not be started, and ${later} later it was ${how}.`,
    );
  },
);

function isCreate({ call, phase }: CriFact): boolean {
  return call === 'CreateContainer' && phase === 'begin';
}

/** When the failed start of an instance was over: that of its process, or the kill after its hook. */
function failedSince({ startFailed, startBeganAt, postStart, kill, exited }: Instance): Micros | undefined {
  if (startFailed === true) return (startBeganAt ?? 0) + SECOND;
  if (postStart?.failed !== true || postStart.endedAt === undefined) return undefined;
  return Math.max(postStart.endedAt, kill?.stop?.endedAt ?? 0, exited?.at ?? 0);
}

/** The only container of a pod that nobody changes, restarted always, seen by one kubelet in one sandbox. */
function isAlone(life: Life, before: Instance | undefined, context: Context): boolean {
  const { history, scenario } = context;
  if (life.static || life.parts.size > 1 || (life.pod.spec.restartPolicy ?? 'Always') !== 'Always') return false;
  // A runtime that dies in a start leaves a container that was never started, and that no relist tells of.
  if (statusesLag(scenario) || mayHaveFailed(life.createdAt, context)) return false;
  if (life.requests.length > 0 || Object.keys(life.imageUpdates).length > 0) return false;
  if (life.createdAt < history.kubelet.startedAt || life.sandbox.serial > 0 || life.sandbox.lostAt !== undefined)
    return false;
  return life.pod.spec.activeDeadlineSeconds === undefined && before?.generation === history.kubelet.generation;
}
