import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { isRunning, knownInstance, knownLife, mayComeLate, newestOf, openKill } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** S3, ONE-INSTANCE. */
export const oneInstance: Invariant<null> = always(
  {
    id: 'one-instance',
    sentence: 'At most one instance of each container of a pod runs at any time.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions), v1.36',
  },
  ['container/running'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const { life, instance } = found;
    const other = life.instances.find((candidate) => {
      return candidate.container === instance.container && candidate.id !== instance.id && isRunning(candidate);
    });
    if (other === undefined) return kept;
    if (mayComeLate(life, instance.container)) return undefined;
    return broken(life.name, instance.id, `${instance.id} started while ${other.id} still ran.`);
  },
);

/** S4, S5, S26, NO-START-AFTER-KILL: this kubelet ends the pod. */
export const noStartAfterKill: Invariant<null> = always(
  {
    id: 'no-start-while-terminating',
    sentence: 'Once the kubelet has begun to end a pod, it creates no container of it any more.',
    source: 'pkg/kubelet/pod_workers.go (SyncTerminatingPod follows SyncPod and never returns to it), v1.36',
  },
  ['cri/CreateContainer/begin', 'event/Killing'],
  (fact, context) => {
    if (fact.kind === 'event') return kept;
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const terminating = life?.terminating;
    if (life === undefined || terminating?.generation !== context.history.kubelet.generation) return undefined;
    return broken(
      fact.pod,
      fact.container,
      `${fact.container ?? 'A container'} was created ${seconds(context.at - terminating.at)} after the kubelet had begun to end the pod.`,
    );
  },
);

/** S26 for a kubelet that learnt of the deletion when it started. */
export const noStartAfterRestart: Invariant<null> = always(
  {
    id: 'no-start-of-deleted-pod',
    sentence: 'A kubelet that starts when a pod is already deleted creates no container of it.',
    source:
      'pkg/kubelet/kubelet.go (HandlePodAdditions), pkg/kubelet/container/helpers.go (ShouldContainerBeRestarted), v1.36',
  },
  ['cri/CreateContainer/begin', 'kubelet/started'],
  (fact, context) => {
    if (fact.kind === 'kubelet') {
      const deleted = [...context.history.lives.values()].some((life) =>
        life.requests.some((request) => request.kind === 'deletion'),
      );
      return deleted ? kept : undefined;
    }
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const startedAt = context.history.kubelet.startedAt;
    const deletion = life?.requests.find((request) => request.kind === 'deletion' && request.at < startedAt);
    if (life === undefined || deletion === undefined) return undefined;
    return broken(
      fact.pod,
      fact.container,
      `${fact.container ?? 'A container'} was created by a kubelet that started ${seconds(startedAt - deletion.at)} after the deletion of its pod.`,
    );
  },
);

/** S13: all containers of a pod begin to stop together. */
export const preStopsTogether: Invariant<null> = always(
  {
    id: 'prestops-begin-together',
    sentence: 'When a pod is ended, the PreStop hooks of all its containers begin at the same moment.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainersWithSyncResult), v1.36',
  },
  ['hook/preStop/start'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    const terminating = found?.life.terminating;
    if (found === undefined || terminating?.generation !== context.history.kubelet.generation) return undefined;
    // A kill that failed is over: the next one delivers PreStop anew.
    const began = openKill(context.history, found.instance)?.at ?? context.at;
    if (began === context.at || began !== terminating.at) return kept;
    return broken(
      found.life.name,
      found.instance.id,
      `The PreStop of ${found.instance.id} began ${seconds(context.at - began)} after the end of the pod had begun.`,
    );
  },
);

/** S13, SANDBOX-LAST. */
export const sandboxLast: Invariant<null> = always(
  {
    id: 'sandbox-last',
    sentence: 'The sandbox of a pod is stopped only after the kill of every container in it is over.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (killPodWithSyncResult), v1.36',
  },
  ['cri/StopPodSandbox/begin'],
  (fact, context) => {
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || life.sandbox.name !== fact.sandbox) return undefined;
    const busy = life.instances.find((instance) => {
      const kill = instance.kill;
      const open =
        kill !== undefined &&
        kill.generation === context.history.kubelet.generation &&
        kill.stop?.endedAt === undefined;
      return open && instance.exited === undefined && instance.sandbox === life.sandbox.serial;
    });
    if (busy === undefined) return kept;
    return broken(life.name, busy.id, `The sandbox was stopped while the kill of ${busy.id} was still under way.`);
  },
);

/** S17, the number in the metadata. */
export const attemptsCount: Invariant<null> = always(
  {
    id: 'attempts-count-up',
    sentence: 'Each new instance of a container has an attempt number one above that of the newest instance before it.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer: restartCount), v1.36',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    if (fact.pod === undefined || fact.container === undefined || fact.attempt === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const hash = fact.container.lastIndexOf('#');
    const before = life === undefined ? undefined : newestOf(life, fact.container.slice(0, hash));
    if (life === undefined || before?.attempt === undefined || before.removed || before.createdAt === undefined)
      return undefined;
    if (fact.attempt === before.attempt + 1) return kept;
    // The one before may not be there yet, or an older one have come after it.
    if (mayComeLate(life, before.container)) return undefined;
    return broken(
      life.name,
      fact.container,
      `${fact.container} was created as attempt ${fact.attempt} after attempt ${before.attempt}.`,
    );
  },
);

/** How old a container is at least that the kubelet has seen run for sure, with a relist and a sync. */
const SEEN: Micros = 2_500 * MILLISECOND;

/** S13, the other half: no container is left for the end of the sandbox. */
export const stoppedBeforeSandbox: Invariant<null> = always(
  {
    id: 'stopped-before-sandbox',
    sentence: 'Before the sandbox of a pod is stopped, the kubelet has told each running container of it to stop.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (killPodWithSyncResult), v1.36',
  },
  ['cri/StopPodSandbox/begin'],
  (fact, context) => {
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const { kubelet } = context.history;
    if (life === undefined || life.sandbox.name !== fact.sandbox || life.sandbox.lostAt !== undefined) return undefined;
    if (context.at - kubelet.startedAt < SEEN) return undefined;
    const left = life.instances.find(({ runningAt, exited, kill }) => {
      const seen = runningAt !== undefined && exited === undefined && context.at - runningAt >= SEEN;
      return seen && (kill?.generation !== kubelet.generation || kill.stop === undefined);
    });
    if (left === undefined) return kept;
    return broken(life.name, left.id, `The sandbox was stopped while ${left.id} ran and had not been told to stop.`);
  },
);
