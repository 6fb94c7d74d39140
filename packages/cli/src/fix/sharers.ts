import { isDeepStrictEqual } from 'node:util';
import { readManifests } from '@simlet/manifest';
import type { Workload } from '@simlet/manifest';
import { containersOf } from '../check/placed-container.ts';
import { edited } from './edit.ts';
import type { Edit } from './edit.ts';

/** An anchor, at the beginning of a value. */
const ANCHOR = /(?:^|[\s[{,:-])&[^\s,[\]{}]+/u;

/**
 * What changes with each edit besides the one place that it is made for, because a YAML anchor is used there as well: a
 * sentence for each such edit; none where no text is shared.
 */
export function sharedEdits({ fileText, file }: Workload, edits: readonly Edit[]): readonly string[] {
  if (!ANCHOR.test(fileText)) return [];
  const before = readManifests(fileText, { file }).workloads;
  const sentences = edits.flatMap((edit) => {
    const text = edited(fileText, [edit]);
    const after = text === undefined ? [] : readManifests(text, { file }).workloads;
    if (after.length !== before.length) return [];
    const places = before.flatMap((one, index) => changedPlaces(one, after[index]));
    return places.length < 2 ? [] : [`it stands behind a YAML anchor, and changes ${places.join(' and ')} alike`];
  });
  return [...new Set(sentences)];
}

/** The containers that differ, each by its name, and the pod where anything else of it does. */
function changedPlaces(before: Workload, after: Workload | undefined): readonly string[] {
  if (after === undefined) return [];
  const name = `${before.kind}/${before.name}`;
  const fresh = containersOf(after.pod);
  const own = containersOf(before.pod).flatMap(({ container }, index) =>
    isDeepStrictEqual(container, fresh[index]?.container) ? [] : [`container ${container.name} of ${name}`],
  );
  const { containers: _one, initContainers: _two, ...rest } = before.pod.spec;
  const { containers: _three, initContainers: _four, ...others } = after.pod.spec;
  return isDeepStrictEqual(rest, others) ? own : [...own, `the pod of ${name}`];
}
