import { readShell } from '@simlet/manifest';
import type { Workload } from '@simlet/manifest';
import type { LifecycleHandler } from '@simlet/objects';
import { containersOf } from './placed-container.ts';
import { annotatedIdempotence, ignoredFor, PREFIX } from './annotations.ts';
import type { Settings } from './settings.ts';

/** Why a property is not asked of a workload; undefined where it is. */
export function waived(
  property: string,
  workload: Workload,
  { idempotent }: Pick<Settings, 'idempotent'>,
): string | undefined {
  const ignored = ignoredFor(workload, property);
  if (ignored !== undefined) return `${PREFIX}ignore says: ${ignored}`;
  if (property !== 'prestop-once') return undefined;
  if ((idempotent ?? annotatedIdempotence(workload)) === 'yes')
    return 'told with --idempotent yes: its hooks bear to run twice';
  const hooks = containersOf(workload.pod).flatMap(({ container }) => container.lifecycle?.preStop ?? []);
  return hooks.length > 0 && hooks.every(onlyWaits) ? 'PreStop only sleeps: to sleep twice does no harm' : undefined;
}

/** Whether a hook does nothing but let time pass. */
function onlyWaits({ sleep, exec }: LifecycleHandler): boolean {
  if (sleep !== undefined) return true;
  const findings = exec?.command === undefined ? [] : readShell(exec.command).findings;
  return findings.length > 0 && findings.every(({ how, says }) => how === 'said' && says.startsWith('sleeps'));
}
