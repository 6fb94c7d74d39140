import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';

/** Numbers of a run that a targeted search makes large. */
export interface Measuring {
  observe(fact: Fact, time: Micros): void;
  values(): ReadonlyMap<string, number>;
}

/** How long after its grace period a deleted pod was still there, in microseconds (below 0: it was gone before). */
export const GRACE_OVERRUN = 'overrun of the grace period';
/** How many containers were started. */
export const STARTS = 'starts of containers';

export function measuring(): Measuring {
  const due = new Map<string, Micros>();
  const values = new Map<string, number>();
  const climb = (name: string, value: number): void => {
    if (value > (values.get(name) ?? Number.NEGATIVE_INFINITY)) values.set(name, value);
  };
  return {
    observe(fact, time) {
      if (fact.kind === 'container' && fact.event === 'running') climb(STARTS, (values.get(STARTS) ?? 0) + 1);
      if (fact.kind !== 'api' || fact.op !== 'delete') return;
      const { pod, deletionGracePeriodSeconds, result } = fact;
      const deadline = due.get(pod);
      if (result === 'removed' && deadline !== undefined) climb(GRACE_OVERRUN, time - deadline);
      else if (deletionGracePeriodSeconds !== undefined) due.set(pod, time + deletionGracePeriodSeconds * 1_000_000);
    },
    values: () => values,
  };
}
