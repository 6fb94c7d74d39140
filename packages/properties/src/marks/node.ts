import { SECOND } from '@simlet/core';
import { findInstance, isRunning } from '../history/lookup.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** Longer than the kubelet remembers a back-off. */
const LONG_RUN = 600 * SECOND;

/** What may happen on a node besides. */
export const nodeMarks: readonly Mark[] = [
  mark('a pod was preempted', 'event', (fact) => fact.reason === 'Preempting'),
  mark('the node was shut down while a container ran', 'action', (fact, { history }) => {
    return fact.op === 'nodeShutdown' && [...history.lives.values()].some(({ instances }) => instances.some(isRunning));
  }),
  mark('the power of the node failed while a container ran', 'container', (fact, { history }) => {
    return fact.event === 'exited' && fact.cause === 'sandboxDeath' && !history.kubelet.up;
  }),
  mark('a static pod was begun', 'cri', (fact, { history }) => {
    const isStatic = fact.pod !== undefined && history.lives.get(fact.pod)?.static === true;
    return fact.call === 'RunPodSandbox' && fact.phase === 'begin' && isStatic;
  }),
  mark('the mirror of a static pod was deleted', 'action', (fact, { history }) => {
    return fact.op === 'delete' && fact.pod !== undefined && history.lives.get(fact.pod)?.static === true;
  }),
  mark('the manifest of a static pod came while the pod before was stopping', 'action', (fact, { history }) => {
    if (fact.op !== 'addStaticPod' || fact.pod === undefined) return false;
    return history.lives.get(fact.pod)?.instances.some(isRunning) === true;
  }),
  mark('a container exited by itself after more than ten minutes', 'container', (fact, { history, at }) => {
    const runningAt = findInstance(history, fact.pod, fact.container)?.instance.runningAt;
    return fact.event === 'exited' && fact.cause === 'self' && runningAt !== undefined && at - runningAt > LONG_RUN;
  }),
];
