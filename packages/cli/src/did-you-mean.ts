import { nearestName } from '@simlet/manifest';

/** `: did you mean check?`, or `: there are check, replay` where no name is near; empty where there is none at all. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  if (near !== undefined) return `: did you mean ${near}?`;
  return names.length === 0 ? '' : `: there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}
