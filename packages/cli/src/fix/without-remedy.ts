import type { PropertyResult } from '../check/examination.ts';
import type { Settings } from '../check/settings.ts';
import type { RemedyKind } from './remedy.ts';

/** Whether the container of a finding never exits by itself after SIGTERM. */
function isDeaf({ violation, scenario }: NonNullable<PropertyResult['finding']>): boolean {
  const name = (violation.container ?? '').replace(/#\d+$/u, '');
  return scenario.behaviour[name]?.sigterm?.exitAfterMs === null;
}

/** Why no change mends what is broken, as far as it can be told. */
export function withoutRemedy(
  broken: readonly PropertyResult[],
  kinds: readonly RemedyKind[],
  { model: { gracePeriodSeconds } }: Pick<Settings, 'model'>,
): string {
  const ids = broken.map(({ property }) => property.id);
  const deaf = broken.find(({ finding }) => finding?.violation.invariant === 'exits-before-sigkill' && isDeaf(finding));
  if (deaf !== undefined)
    return 'process 1 keeps SIGTERM to itself, and where exec would help cannot be told from its command';
  if (gracePeriodSeconds !== undefined)
    return `the delete comes with a grace period of ${gracePeriodSeconds} s, which no field of the manifest changes`;
  if (kinds.length === 0) return `no number of the manifest decides about ${ids.join(', ')}`;
  const unmended = ids.filter((id) => !kinds.some(({ mends }) => mends.includes(id)));
  if (unmended.length > 0) return `no number of the manifest decides about ${unmended.join(', ')}`;
  return `no value of the numbers of the manifest, however large, makes ${ids.join(' and ')} hold`;
}
