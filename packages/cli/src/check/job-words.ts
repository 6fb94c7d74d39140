import type { Examination } from './examination.ts';

/** What a Job that completes completes with. */
export function jobWords({ workload }: Examination): string {
  const names = workload.pod.spec.containers.map(({ name }) => name).join(', ');
  return `every regular container ends by itself (${names}); a run may be repeated, so its work must bear that`;
}
