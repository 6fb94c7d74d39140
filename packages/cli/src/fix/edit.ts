import type { Extent, Path, Workload } from '@simlet/manifest';

/** A stretch of the text of a manifest, and what is to stand there. */
export interface Edit extends Extent {
  readonly text: string;
}

/** The text with all edits made; undefined where two of them are about the same stretch. */
export function edited(text: string, edits: readonly Edit[]): string | undefined {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of sorted) {
    if (start < at) return undefined;
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

/** Writes a number into a field of the pod, in place of the one that stands there or as a new field of its parent. */
export function setNumber(workload: Workload, path: Path, value: number): readonly Edit[] | undefined {
  const written = workload.written(path);
  if (written?.style === 'scalar') return [{ ...written.value, text: String(value) }];
  const key = path.at(-1);
  return written === undefined && typeof key === 'string'
    ? insertField(workload, path.slice(0, -1), key, String(value))
    : undefined;
}

/** A new field as the first one of a map that is written already: in a line of its own, or within its braces. */
export function insertField(
  workload: Workload,
  parent: Path,
  name: string,
  value: string,
): readonly Edit[] | undefined {
  const map = workload.written(parent);
  const [first] = map?.fields ?? [];
  if (map === undefined || first === undefined) return undefined;
  const text = workload.fileText;
  const key = workload.written([...parent, first])?.key;
  if (key === undefined) return undefined;
  if (map.style === 'flow') {
    const quoted = text[key.start] === '"' ? `"${name}"` : name;
    return [{ start: key.start, end: key.start, text: `${quoted}: ${value}, ` }];
  }
  const lineStart = text.lastIndexOf('\n', key.start - 1) + 1;
  const before = text.slice(lineStart, key.start);
  const indent = before.replaceAll('-', ' ');
  // The first field of an item of a list stands behind its dash: the new one takes that place.
  if (/\S/u.test(before)) return [{ start: key.start, end: key.start, text: `${name}: ${value}\n${indent}` }];
  return [{ start: lineStart, end: lineStart, text: `${indent}${name}: ${value}\n` }];
}
