import type { DiagnosticCode, Path } from './diagnostic.ts';
import type { Field, FieldType, ScalarKind } from './field-types.ts';
import { fieldsOf } from './field-types.ts';
import { maximumProblemsOfObject } from './limits.ts';
import type { Extent, Located, LocatedMap, LocatedScalar } from './located.ts';
import { nearestName } from './nearest-name.ts';
import { excerpt } from './printable.ts';

/** A field that the API server would refuse or drop. */
export interface FieldProblem {
  readonly severity: 'error' | 'warning';
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  readonly path: Path;
  readonly extent: Extent;
}

/** An object on the way down to the one that is looked at. */
interface Level {
  readonly type: string;
  readonly label: string;
}

/**
 * Compares a value with a type of the field table: unknown and misplaced fields, wrong types, missing required fields.
 *
 * *Source*: the API server decodes strictly by default since 1.27 (KEP-2885); names are case-sensitive.
 */
export function checkFields(root: Located, type: string, label: string, path: Path = []): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  checkObject(root, [{ type, label }], path, problems);
  return problems;
}

function checkValue(
  value: Located,
  type: FieldType,
  levels: readonly Level[],
  path: Path,
  problems: FieldProblem[],
): void {
  if (problems.length >= maximumProblemsOfObject) return;
  // An explicit null is the same as an absent field.
  if (value.kind === 'scalar' && value.value === null && path.at(-1) !== undefined && typeof path.at(-1) === 'string')
    return;
  switch (type.kind) {
    case 'object':
      checkObject(value, [...levels, { type: type.name, label: String(path.at(-1)) }], path, problems);
      return;
    case 'list':
      if (value.kind !== 'list') problems.push(wrongType(value, type, path));
      else value.items.forEach((item, index) => checkItem(item, index, type.of, levels, path, problems));
      return;
    case 'map':
      if (value.kind !== 'map') problems.push(wrongType(value, type, path));
      else for (const [key, entry] of value.entries) checkValue(entry.value, type.of, levels, [...path, key], problems);
      return;
    default:
      if (!fits(value, type.kind)) problems.push(wrongType(value, type, path));
  }
}

function checkItem(
  item: Located,
  index: number,
  type: FieldType,
  levels: readonly Level[],
  path: Path,
  problems: FieldProblem[],
): void {
  const place = [...path, index];
  if (type.kind === 'object')
    checkObject(item, [...levels, { type: type.name, label: labelOfItem(path, index) }], place, problems);
  else checkValue(item, type, levels, place, problems);
}

const labelOfItem = (path: Path, index: number): string => `${String(path.at(-1))}[${index}]`;

function checkObject(value: Located, levels: readonly Level[], path: Path, problems: FieldProblem[]): void {
  const level = levels.at(-1);
  if (level === undefined) return;
  if (value.kind !== 'map') {
    problems.push(wrongType(value, { kind: 'object', name: level.type }, path));
    return;
  }
  const fields = fieldsOf(level.type);
  for (const [key, entry] of value.entries) {
    if (problems.length >= maximumProblemsOfObject) return;
    const field = fields.get(key);
    if (field === undefined) problems.push(unknownField(key, entry.key, value, levels, [...path, key]));
    else checkValue(entry.value, field.type, levels, [...path, key], problems);
  }
  for (const field of fields.values()) {
    if (field.required && isAbsent(value, field)) problems.push(missingField(field, value, level, path));
  }
}

function isAbsent(value: LocatedMap, field: Field): boolean {
  const given = value.entries.get(field.name)?.value;
  return given === undefined || (given.kind === 'scalar' && given.value === null);
}

function missingField(field: Field, value: LocatedMap, level: Level, path: Path): FieldProblem {
  return {
    severity: 'error',
    code: 'missing-field',
    message: `${level.label} has no "${field.name}", which is required`,
    path,
    extent: value,
  };
}

function unknownField(
  key: string,
  extent: Extent,
  parent: LocatedMap,
  levels: readonly Level[],
  path: Path,
): FieldProblem {
  const level = levels.at(-1) ?? { type: '', label: '' };
  const what = `unknown field "${excerpt(key)}" in ${excerpt(level.label)}`;
  const names = [...fieldsOf(level.type).keys()];
  const home = homeOf(key, levels);
  // A name that is used beside it already cannot have been meant.
  const near = nearestName(
    key,
    names.filter((name) => !parent.entries.has(name)),
  );
  if (home !== undefined) {
    return {
      severity: 'error',
      code: 'misplaced-field',
      message: `${what}: it belongs in ${home}`,
      hint: dropped,
      path,
      extent,
    };
  }
  if (near !== undefined) {
    const hint = levels.some((each) => each.type === 'Lifecycle')
      ? `${dropped.slice(0, -1)}, and no hook would run.`
      : dropped;
    return {
      severity: 'error',
      code: 'unknown-field',
      message: `${what}: did you mean "${near}"?`,
      hint,
      path,
      extent,
    };
  }
  return { severity: 'warning', code: 'unknown-field', message: what, hint: dropped, path, extent };
}

const dropped = 'The API server would drop or refuse it.';

/** Where a field of exactly this name would be at home: in an object around this one, or in a field of this one. */
function homeOf(key: string, levels: readonly Level[]): string | undefined {
  const around = levels
    .slice(0, -1)
    .toReversed()
    .find((level) => fieldsOf(level.type).has(key));
  if (around !== undefined) return `"${excerpt(around.label)}", further out`;
  const within = [...fieldsOf(levels.at(-1)?.type ?? '').values()].find(
    ({ type }) => type.kind === 'object' && fieldsOf(type.name).has(key),
  );
  return within === undefined ? undefined : `"${within.name}", one level further in`;
}

function fits(value: Located, kind: ScalarKind): boolean {
  if (kind === 'any') return true;
  if (value.kind !== 'scalar') return false;
  const scalar = value.value;
  switch (kind) {
    case 'string':
    case 'time':
      return typeof scalar === 'string';
    case 'boolean':
      return typeof scalar === 'boolean';
    case 'number':
      return typeof scalar === 'number' && Number.isFinite(scalar);
    case 'int32':
      return isInteger(scalar, 2_147_483_647);
    case 'int64':
      return isInteger(scalar, Number.MAX_SAFE_INTEGER);
    case 'intOrString':
      return typeof scalar === 'string' || isInteger(scalar, 2_147_483_647);
    case 'quantity':
      return typeof scalar === 'string' || (typeof scalar === 'number' && Number.isFinite(scalar));
  }
}

const isInteger = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= most;

function wrongType(value: Located, type: FieldType, path: Path): FieldProblem {
  const name =
    typeof path.at(-1) === 'number'
      ? labelOfItem(path.slice(0, -1), Number(path.at(-1)))
      : String(path.at(-1) ?? 'the document');
  const hint = hintFor(value, type);
  return {
    severity: 'error',
    code: 'wrong-type',
    message: `${excerpt(name)} is ${describe(value)}, not ${nounOf(type)}`,
    ...(hint === undefined ? {} : { hint }),
    path,
    extent: value,
  };
}

function describe(value: Located): string {
  if (value.kind !== 'scalar') return value.kind === 'map' ? 'a map' : 'a list';
  if (typeof value.value === 'string') return `the string "${excerpt(value.value, 30)}"`;
  return `${value.value === null ? 'empty' : String(value.value)}`;
}

function hintFor(value: Located, type: FieldType): string | undefined {
  if (value.kind !== 'scalar')
    return type.kind === 'list' && value.kind === 'map' ? 'Put a dash before it.' : undefined;
  if (type.kind === 'string' || type.kind === 'time') return hintForString(value);
  const whole = type.kind === 'int32' || type.kind === 'int64';
  if (whole && typeof value.value === 'string' && /^\d+$/.test(value.value))
    return `Write ${value.value} without quotes.`;
  if (whole && typeof value.value === 'string' && /^\d+[a-z]+$/.test(value.value))
    return 'Write a whole number, without a unit.';
  return undefined;
}

function hintForString(value: LocatedScalar): string | undefined {
  const { source } = value;
  if (source === undefined || source === '') return undefined;
  const means =
    String(value.value) === source ? '' : `${excerpt(source, 30)} means ${String(value.value)} in YAML 1.1. `;
  return `${means}Write "${excerpt(source, 30)}", in quotes.`;
}

function nounOf(type: FieldType): string {
  switch (type.kind) {
    case 'object':
      return 'a map';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'boolean':
      return 'true or false';
    case 'int32':
    case 'int64':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'intOrString':
      return 'a whole number or a string';
    case 'quantity':
      return 'a quantity';
    case 'string':
    case 'time':
      return 'a string';
    case 'any':
      return 'a value';
  }
}
