/**
 * One text for all ways to write the same value down: keys in code-unit order, and without the fields that are absent
 * by the rules of a trace (undefined, null, an empty text, list or object).
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = presentFields(value).map(([key, field]) => `${JSON.stringify(key)}:${canonicalText(field)}`);
  return `{${fields.join(',')}}`;
}

/** The fields of an object that are not absent, sorted by their keys. */
export function presentFields(value: object): readonly (readonly [key: string, field: unknown])[] {
  return Object.entries(value)
    .filter(([, field]) => !isAbsent(field))
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
