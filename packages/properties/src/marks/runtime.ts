import type { CriCall } from '@simlet/kubelet';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** The runtime did what was asked, and the kubelet was told of an error. */
const lost = (name: string, call: CriCall): Mark =>
  mark(name, 'cri', (fact) => fact.call === call && fact.result === 'lost');

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
];
