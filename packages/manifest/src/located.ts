import type { Path } from './diagnostic.ts';

/** Where a node stands in the file: UTF-16 offsets, the end exclusive. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * A value of a manifest as kubectl sees it, with the place of each part. An alias shares the value of its anchor, so this is
 * a graph without cycles; `size` is the number of nodes it would have as a tree.
 */
export type Located = LocatedScalar | LocatedList | LocatedMap;

export interface LocatedScalar extends Extent {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, where it is a plain scalar: `y` for true. */
  readonly source: string | undefined;
  readonly size: number;
}

export interface LocatedList extends Extent {
  readonly kind: 'list';
  readonly items: readonly Located[];
  readonly size: number;
}

export interface LocatedMap extends Extent {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly size: number;
}

export interface LocatedEntry {
  readonly key: Extent;
  readonly value: Located;
}

/** What stands below `path`; undefined where there is nothing. */
export function locatedAt(root: Located, path: Path): Located | undefined {
  let node: Located | undefined = root;
  for (const step of path) node = node === undefined ? undefined : stepInto(node, step);
  return node;
}

/** Where the field of `path` stands: its key where it has one, else its value; undefined where it is not written. */
export function extentOf(root: Located, path: Path): Extent | undefined {
  const last = path.at(-1);
  if (last === undefined) return root;
  const parent = locatedAt(root, path.slice(0, -1));
  if (parent === undefined) return undefined;
  return parent.kind === 'map' ? parent.entries.get(String(last))?.key : stepInto(parent, last);
}

/** The extent of a field, or of the nearest written one around it; the root stands for its first character. */
export function nearestExtentOf(root: Located, path: Path): Extent {
  for (let length = path.length; length > 0; length -= 1) {
    const extent = extentOf(root, path.slice(0, length));
    if (extent !== undefined) return extent;
  }
  return { start: root.start, end: root.start };
}

/** Where to point when the value of a field is wrong: at a scalar itself, else as `nearestExtentOf`. */
export function valueExtentOf(root: Located, path: Path): Extent {
  const value = locatedAt(root, path);
  return value?.kind === 'scalar' ? value : nearestExtentOf(root, path);
}

/** The scalar string of a field of a map, if it is one. */
export function stringAt(root: Located, path: Path): string | undefined {
  const node = locatedAt(root, path);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

function stepInto(node: Located, step: string | number): Located | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'list':
      return typeof step === 'number' ? node.items[step] : undefined;
    case 'map':
      return node.entries.get(String(step))?.value;
  }
}
