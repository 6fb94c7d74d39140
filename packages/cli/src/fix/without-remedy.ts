import type { PropertyResult } from '../check/examination.ts';
import type { RemedyKind } from './remedy.ts';

/** Why no change mends what is broken, as far as it can be told. */
export function withoutRemedy(broken: readonly PropertyResult[], kinds: readonly RemedyKind[]): string {
  const ids = broken.map(({ property }) => property.id);
  if (kinds.length === 0) return `no number of the manifest decides about ${ids.join(', ')}`;
  const unmended = ids.filter((id) => !kinds.some(({ mends }) => mends.includes(id)));
  if (unmended.length > 0) return `no number of the manifest decides about ${unmended.join(', ')}`;
  return `no value of the numbers of the manifest, however large, makes ${ids.join(' and ')} hold`;
}
