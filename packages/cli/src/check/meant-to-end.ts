import type { Workload } from '@simlet/manifest';

/** Whether the pods of a workload do work that ends: those of a Job, and all others whose containers are not started again. */
export function isMeantToEnd({ pod }: Pick<Workload, 'pod'>): boolean {
  return (pod.spec.restartPolicy ?? 'Always') !== 'Always';
}
