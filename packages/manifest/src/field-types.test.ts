import { expect, test } from 'vitest';
import { fieldTableRoots } from './field-table.generated.ts';
import type { FieldType } from './field-types.ts';
import { fieldsOf } from './field-types.ts';
import { modelledFields } from './modelled-fields.ts';
import { nearestName } from './nearest-name.ts';

test('every type that a field names has fields of its own', () => {
  const seen = new Set<string>();
  const visit = (type: FieldType): void => {
    if (type.kind === 'list' || type.kind === 'map') visit(type.of);
    if (type.kind !== 'object' || seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of fieldsOf(type.name).values()) visit(field.type);
  };
  for (const name of Object.values(fieldTableRoots)) visit({ kind: 'object', name });
  const empty = [...seen].filter((name) => fieldsOf(name).size === 0);
  expect(empty).toEqual([]);
  expect(seen.size).toBeGreaterThan(100);
});

test('the modelled fields are fields of Kubernetes', () => {
  const unknown = Object.entries(modelledFields).flatMap(([type, names]) =>
    names.filter((name) => !fieldsOf(type).has(name)).map((name) => `${type}.${name}`),
  );
  expect(unknown).toEqual([]);
});

for (const [name, meant] of [
  ['prestop', 'preStop'],
  ['pre-stop', 'preStop'],
  ['preStp', 'preStop'],
  ['perStop', 'preStop'],
  ['poststart', 'postStart'],
  ['somethingElse', undefined],
  ['x', undefined],
] as const) {
  test(`"${name}" is ${meant === undefined ? 'near to no hook' : `near to ${meant}`}`, () => {
    expect(nearestName(name, fieldsOf('Lifecycle').keys())).toBe(meant);
  });
}
