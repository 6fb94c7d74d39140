import { fieldTableText } from './field-table.generated.ts';

/** The type of a field, as the API server decodes it. */
export type FieldType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }
  | { readonly kind: 'object'; readonly name: string };

export type ScalarKind =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'number'
  | 'intOrString'
  | 'quantity'
  | 'time'
  | 'any';

export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly type: FieldType;
}

const scalarKinds: readonly string[] = [
  'string',
  'boolean',
  'int32',
  'int64',
  'number',
  'intOrString',
  'quantity',
  'time',
  'any',
] satisfies readonly ScalarKind[];

const isScalarKind = (text: string): text is ScalarKind => scalarKinds.includes(text);

function parseType(text: string): FieldType {
  const inner = text.slice(1, -1);
  if (text.startsWith('[')) return { kind: 'list', of: parseType(inner) };
  if (text.startsWith('{')) return { kind: 'map', of: parseType(inner) };
  return isScalarKind(text) ? { kind: text } : { kind: 'object', name: text };
}

function parseLine(line: string): readonly [string, ReadonlyMap<string, Field>] {
  const [type = '', ...fields] = line.split(' ');
  const parsed = fields.map((field): readonly [string, Field] => {
    const [left = '', right = ''] = field.split(':');
    const name = left.replace('!', '');
    return [name, { name, required: left !== name, type: parseType(right) }];
  });
  return [type, new Map(parsed)];
}

const table: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map(
  fieldTableText.trim().split('\n').map(parseLine),
);

/** The fields of a type of the table, by name; empty for a type that is not in it. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> {
  return table.get(type) ?? new Map<string, Field>();
}
