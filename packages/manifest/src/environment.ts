import type { Path } from './diagnostic.ts';
import type { Located } from './located.ts';
import { locatedAt, stringAt } from './located.ts';

/** The variables of a container that are given as plain values; `podPath` leads from the object to its pod. */
export function environmentOf(root: Located, podPath: Path, container: string): ReadonlyMap<string, string> {
  for (const list of ['containers', 'initContainers']) {
    const containers = locatedAt(root, [...podPath, 'spec', list]);
    const found =
      containers?.kind === 'list' ? containers.items.find((item) => stringAt(item, ['name']) === container) : undefined;
    if (found !== undefined) return plainVariables(locatedAt(found, ['env']));
  }
  return new Map<string, string>();
}

function plainVariables(list: Located | undefined): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const item of list?.kind === 'list' ? list.items : []) {
    const [name, value] = [stringAt(item, ['name']), stringAt(item, ['value'])];
    // The last of two entries wins; a value from elsewhere is not known.
    if (name !== undefined && value === undefined) variables.delete(name);
    else if (name !== undefined && value !== undefined) variables.set(name, value);
  }
  return variables;
}
