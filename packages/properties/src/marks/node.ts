import { SECOND } from '@simlet/core';
import { findInstance, isRunning } from '../history/lookup.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** Longer than the kubelet remembers a back-off. */
const LONG_RUN = 600 * SECOND;

/** What may happen on a node besides. */
export const nodeMarks: readonly Mark[] = [
  mark('a pod was preempted', 'event/Preempting', () => true),
  mark('the node was shut down while a container ran', 'action/nodeShutdown', (_fact, { history }) => {
    return [...history.lives.values()].some(({ instances }) => instances.some(isRunning));
  }),
  mark('the power of the node failed while a container ran', 'container/exited', (fact, { history }) => {
    return fact.cause === 'sandboxDeath' && !history.kubelet.up;
  }),
  mark('a static pod was begun', 'cri/RunPodSandbox/begin', (fact, { history }) => {
    return fact.pod !== undefined && history.lives.get(fact.pod)?.static === true;
  }),
  mark('the mirror of a static pod was deleted', 'action/delete', (fact, { history }) => {
    return fact.pod !== undefined && history.lives.get(fact.pod)?.static === true;
  }),
  mark(
    'the manifest of a static pod came while the pod before was stopping',
    'action/addStaticPod',
    (fact, { history }) => {
      return fact.pod !== undefined && history.lives.get(fact.pod)?.instances.some(isRunning) === true;
    },
  ),
  mark('a container exited by itself after more than ten minutes', 'container/exited', (fact, { history, at }) => {
    const runningAt = findInstance(history, fact.pod, fact.container)?.instance.runningAt;
    return fact.cause === 'self' && runningAt !== undefined && at - runningAt > LONG_RUN;
  }),
];
