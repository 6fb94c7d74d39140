import { SECOND } from '@simlet/core';
import { gracesOf } from '../history/grace.ts';
import type { Instance, Life } from '../history/history.ts';
import { isRunning } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { seconds } from '../seconds.ts';
import { atEachStop } from './stop-begun.ts';

/** Whether `instance` must be gone before the sidecar of index `index` is told to stop. */
function comesFirst(life: Life, instance: Instance, index: number): boolean {
  const part = life.parts.get(instance.container);
  return part?.role === 'regular' || (part?.role === 'sidecar' && part.index > index);
}

/** S14, SIDECAR-ORDER. */
export const sidecarOrder: Invariant<null> = atEachStop(
  {
    id: 'sidecar-order',
    sentence:
      'When a pod is ended, a sidecar is told to stop only after all regular containers and all later sidecars stopped, or when its grace is used up.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_termination_order.go, v1.36; KEP-753',
  },
  ({ life, instance, kill }, context) => {
    const part = life.parts.get(instance.container);
    if (part?.role !== 'sidecar') return undefined;
    // A pod that is known from the runtime only is ended without order.
    if (kill.cause !== 'pod' || life.removed !== undefined) return undefined;
    const first = life.instances.find((other) => isRunning(other) && comesFirst(life, other, part.index));
    if (first === undefined) return kept;
    const grace = gracesOf(context.history, life, instance, kill).shortest;
    const waited = context.at - kill.at;
    if (waited >= grace * SECOND) return kept;
    return broken(
      life.name,
      instance.id,
      `The sidecar ${instance.id} was told to stop ${seconds(waited)} after the end of the pod began, while ${first.id} still ran and its grace of ${grace} s was not used up.`,
    );
  },
);
