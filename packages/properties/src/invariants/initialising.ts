import { knownLife } from '../history/lookup.ts';
import { isOutOfMemory } from '../history/out-of-memory.ts';
import { containerName } from '../history/pod-parts.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { isDeceived } from './init-order.ts';

/** PHASE-TRUTH of pods that are initialised anew. */
export const pendingWhileInitialising: Invariant<null> = always(
  {
    id: 'pending-while-initialising',
    sentence: 'A pod is not reported as Running while one of its init containers runs, sidecars apart.',
    source: 'pkg/kubelet/kubelet_pods.go (getPhase), v1.33; kubernetes/kubernetes issue 126650',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || context.history.minor < 33) return undefined;
    const running = (fact.status.initContainers ?? []).find(
      ({ name, state }) => state === 'running' && life.parts.get(name)?.role === 'init',
    );
    if (running === undefined) return undefined;
    if (fact.status.phase !== 'Running') return kept;
    // While a pod that the node has failed is being stopped, the API is told the phase that it showed before.
    const ended = life.requests.some(({ kind }) => kind !== 'deletion');
    if (ended || life.pod.spec.activeDeadlineSeconds !== undefined) return undefined;
    return broken(fact.pod, running.id ?? running.name, `The pod was reported as Running while ${running.name} ran.`);
  },
);

/** INIT-ORDER for an entry point that ends with 0 when the kernel has killed what it waited for. */
export const oomKilledInitFails: Invariant<null> = always(
  {
    id: 'oom-killed-init-fails',
    sentence: 'An init container that was killed for its memory has failed, also when it exited with 0.',
    source: 'pkg/kubelet/container/helpers.go (IsInitContainerFailed), v1.23 and later',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    if (fact.container === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const part = life?.parts.get(containerName(fact.container));
    if (life === undefined || part === undefined) return undefined;
    if (isDeceived(life, context)) return undefined;
    const earlier = [...life.parts.values()].filter(
      (other) => other.role === 'init' && (part.role === 'regular' || other.index < part.index),
    );
    const names = new Set(earlier.map(({ container }) => container.name));
    const ends = life.instances.filter(
      ({ container, exited, sandbox }) => names.has(container) && exited?.code === 0 && sandbox === life.sandbox.serial,
    );
    const failed = ends.find((instance) => isOutOfMemory(life, instance, context.scenario));
    if (failed === undefined) return ends.length === 0 ? undefined : kept;
    const succeeded = ends.some(
      (other) => other.container === failed.container && !isOutOfMemory(life, other, context.scenario),
    );
    if (succeeded) return kept;
    const message = `${fact.container} was created though ${failed.id} was killed for its memory.`;
    return broken(life.name, fact.container, message);
  },
);

/** S21 of init containers. */
export const initStaysDone: Invariant<null> = always(
  {
    id: 'init-stays-done',
    sentence:
      'An init container that has succeeded is not reported as waiting again while its pod has the same sandbox.',
    source: 'pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses), v1.36',
  },
  ['status'],
  ({ pod, status }, { history, scenario }) => {
    const life = knownLife(history, pod);
    if (life === undefined || statusesLag(scenario) || life.sandbox.serial > 0 || life.sandbox.lostAt !== undefined)
      return undefined;
    let seen = false;
    for (const { name, state } of status.initContainers ?? []) {
      const before = life.status?.initContainers?.find((each) => each.name === name);
      if (life.parts.get(name)?.role !== 'init' || before?.state !== 'terminated' || before.exitCode !== 0) continue;
      // The status tells it also of an instance that is no longer remembered.
      if (before.reason === 'OOMKilled') continue;
      const killed = life.instances.some((each) => each.container === name && isOutOfMemory(life, each, scenario));
      if (killed) continue;
      seen = true;
      if (state === 'waiting')
        return broken(pod, name, `${name} had exited with 0, and was reported as waiting again.`);
    }
    return seen ? kept : undefined;
  },
);
