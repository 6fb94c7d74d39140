import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CriCall } from '@simlet/kubelet';
import type { History } from '../history/history.ts';
import { allLives, isRunning } from '../history/lookup.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** The sync loop does nothing any more when the runtime has been down for so long. */
const PAUSED_AFTER: Micros = 30 * SECOND;

const isDown = ({ outage }: History): boolean => outage !== undefined && outage.to === undefined;

/** The runtime did what was asked, and the kubelet was told of an error. */
const lost = (name: string, call: CriCall): Mark => mark(name, `cri/${call}`, (fact) => fact.result === 'lost');

/** What may happen between the kubelet and the container runtime. */
export const runtimeMarks: readonly Mark[] = [
  lost('the answer to the making of a sandbox was lost', 'RunPodSandbox'),
  lost('the answer to a creation was lost', 'CreateContainer'),
  lost('the answer to a start was lost', 'StartContainer'),
  lost('the answer to a stop was lost', 'StopContainer'),
  lost('the answer to the stop of a sandbox was lost', 'StopPodSandbox'),
  lost('the answer to a pull was lost', 'PullImage'),
  mark('the end of a hook was not heard of', 'hook', (fact) => fact.outcome === 'lost'),
  mark('a name was reserved for a call that the kubelet had given up', 'event', (fact) => {
    return fact.message.includes('is reserved for');
  }),
  mark('the runtime died while a container ran', 'runtime', (fact, { history }) => {
    return fact.event === 'stopped' && allLives(history).some(({ instances }) => instances.some(isRunning));
  }),
  mark('the runtime took its containers with it', 'runtime', (fact) => fact.takesContainers === true),
  mark('a container exited while the runtime was down', 'container/exited', (fact, { history }) => {
    return fact.cause !== 'sandboxDeath' && isDown(history);
  }),
  mark('a pod was deleted while the runtime was down', 'api/delete', (fact, { history }) => {
    return fact.by === 'user' && fact.result === 'graceful' && isDown(history);
  }),
  mark('the runtime was down for so long that the kubelet paused', 'runtime', (fact, { history, at }) => {
    return fact.event === 'started' && at - (history.outage?.from ?? at) > PAUSED_AFTER;
  }),
];
