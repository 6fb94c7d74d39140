import { canonicalText } from './canonical.ts';

/** The fields in which two values differ, one line each: `status.phase: "Pending" -> "Running"`. */
export function fieldDifferences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  const [left, right] = [canonicalText(expected), canonicalText(actual)];
  if (left === right) return [];
  if (!isComposite(expected) || !isComposite(actual)) return [`${path}: ${shown(expected)} -> ${shown(actual)}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) =>
    fieldDifferences(fieldOf(expected, key), fieldOf(actual, key), path === '' ? key : `${path}.${key}`),
  );
}

function shown(value: unknown): string {
  return value === undefined || value === null ? '(absent)' : canonicalText(value);
}

function fieldOf(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
