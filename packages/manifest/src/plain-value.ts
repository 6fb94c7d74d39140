import type { FieldType } from './field-types.ts';
import { fieldsOf } from './field-types.ts';
import type { Located } from './located.ts';
import { modelledFields } from './modelled-fields.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The value as plain data, with only the fields that the model knows; fields that are null are left out. `type` is a
 * name of the field table.
 */
export function plainObject(root: Located, type: string): Plain {
  return plain(root, { kind: 'object', name: type });
}

function plain(value: Located, type: FieldType | undefined): Plain {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map((item) => plain(item, type?.kind === 'list' ? type.of : undefined));
    case 'map': {
      const fields = type?.kind === 'object' ? fieldsOf(type.name) : undefined;
      const kept = type?.kind === 'object' ? modelledFields[type.name] : undefined;
      const pairs: [string, Plain][] = [];
      for (const key of kept ?? value.entries.keys()) {
        const entry = value.entries.get(key);
        const below = fields === undefined ? (type?.kind === 'map' ? type.of : undefined) : fields.get(key)?.type;
        const item = entry === undefined ? null : plain(entry.value, below);
        if (item !== null) pairs.push([key, item]);
      }
      return Object.fromEntries(pairs);
    }
  }
}
