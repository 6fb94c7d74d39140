import type { Path } from './diagnostic.ts';
import { extentOf, locatedAt } from './located.ts';
import type { Extent, Located } from './located.ts';
import type { WrittenField } from './workload.ts';

/** A field as it is written in the text; undefined where it is not. */
export function writtenAt(root: Located, path: Path, text: string): WrittenField | undefined {
  const value = locatedAt(root, path);
  if (value === undefined) return undefined;
  const key = typeof path.at(-1) === 'string' ? extentOf(root, path) : undefined;
  return {
    ...(key === undefined ? {} : { key: extent(key) }),
    value: extent(value),
    style: value.kind === 'scalar' ? 'scalar' : /[[{]/.test(text[value.start] ?? '') ? 'flow' : 'block',
    fields: fieldsOf(value),
  };
}

function extent({ start, end }: Extent): Extent {
  return { start, end };
}

function fieldsOf(value: Located): readonly string[] {
  switch (value.kind) {
    case 'scalar':
      return [];
    case 'list':
      return value.items.map((_item, index) => String(index));
    case 'map':
      return [...value.entries.keys()];
  }
}
