import { createHash } from 'node:crypto';
import { objectName } from './finding-line.ts';
import type { PropertyReport, WorkloadResult } from './result.ts';

/**
 * The same for the same trouble after edits of the manifest: made of the property, the object, and which decisions were not
 * the simplest, without their numbers.
 */
export function fingerprintOf(workload: WorkloadResult, { id, counterExample }: PropertyReport): string {
  const shape = (counterExample?.deviations ?? []).map(({ name }) => name);
  return createHash('sha256')
    .update([id, objectName(workload), ...shape].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
