import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { DiagnosticCode } from './diagnostic.ts';
import { maximumExpandedNodes, maximumExpansion, maximumMergedFields } from './limits.ts';
import type { Extent, Located, LocatedEntry, LocatedMap, LocatedScalar } from './located.ts';
import { excerpt } from './printable.ts';

/** A mistake in the YAML, by offsets in the file. */
export interface YamlProblem extends Extent {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
}

interface Reading {
  readonly offset: number;
  readonly anchors: Map<string, Located | 'open'>;
  readonly problems: YamlProblem[];
  /** Values that are written, and fields that merge keys copy. */
  written: number;
  merged: number;
}

/** Turns the nodes of a parsed document into located values; `offset` is where its text starts in the file. */
export function locateDocument(
  root: ParsedNode,
  offset: number,
): { readonly root: Located; readonly problems: readonly YamlProblem[] } {
  const reading: Reading = { offset, anchors: new Map(), problems: [], written: 0, merged: 0 };
  const located = locate(root, reading);
  const most = Math.max(maximumExpandedNodes, maximumExpansion * reading.written);
  if (located.size > most || reading.merged > maximumMergedFields) {
    reading.problems.push({
      ...extent(root, reading),
      code: 'too-many-aliases',
      message: `the aliases of this document make ${reading.written} values into many times as many`,
      hint: 'kubectl refuses excessive aliasing too. Write the values out.',
    });
  }
  return { root: located, problems: reading.problems };
}

function locate(node: ParsedNode | null, reading: Reading): Located {
  if (node === null)
    return { kind: 'scalar', value: null, source: '', start: reading.offset, end: reading.offset, size: 1 };
  reading.written += 1;
  if (isAlias(node)) return locateAlias(node, reading);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, 'open');
  const located = isMap(node)
    ? locateMap(node, reading)
    : isSeq(node)
      ? locateList(node, reading)
      : locateScalar(node, reading);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, located);
  return located;
}

function locateScalar(node: Scalar.Parsed, reading: Reading): LocatedScalar {
  const { value } = node;
  const plain = node.type === 'PLAIN' ? node.source : undefined;
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'scalar', value: known, source: plain, ...extent(node, reading), size: 1 };
}

function locateList(node: YAMLSeq.Parsed, reading: Reading): Located {
  const items = node.items.map((item) => locate(asNode(item), reading));
  return { kind: 'list', items, ...extent(node, reading), size: items.reduce((sum, item) => sum + item.size, 1) };
}

function locateMap(node: YAMLMap.Parsed, reading: Reading): Located {
  const entries = new Map<string, LocatedEntry>();
  const merged: Located[] = [];
  let size = 1;
  for (const pair of node.items) {
    const value = locate(pair.value, reading);
    size += value.size;
    if (isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<') merged.push(value);
    else addEntry(entries, pair.key, value, reading);
  }
  for (const source of merged.flatMap((value) => mergeSources(value, reading))) {
    reading.merged += source.entries.size;
    if (reading.merged > maximumMergedFields) break;
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
  }
  return { kind: 'map', entries, ...extent(node, reading), size };
}

function addEntry(entries: Map<string, LocatedEntry>, key: ParsedNode, value: Located, reading: Reading): void {
  const place = extent(key, reading);
  const name = locate(key, reading);
  if (name.kind !== 'scalar') {
    // `{{ .Values.x }}` is a map as the key of a map, to YAML.
    reading.problems.push({
      ...place,
      code: name.kind === 'map' ? 'template-text' : 'yaml-syntax',
      message:
        name.kind === 'map'
          ? 'the key of a field is a map: this looks like a template'
          : 'the key of a field is a list',
      hint: 'Render templates first, for example with helm template, and check what comes out.',
    });
    return;
  }
  const text = String(name.value);
  const first = entries.get(text);
  if (first !== undefined) {
    reading.problems.push({
      ...place,
      code: 'duplicate-key',
      message: `the field "${excerpt(text)}" is written twice in the same place`,
      hint: 'kubectl refuses it; other tools take the last one and drop the first without a word.',
    });
    return;
  }
  entries.set(text, { key: place, value });
}

function mergeSources(value: Located, reading: Reading): readonly LocatedMap[] {
  if (value.kind === 'map') return [value];
  if (value.kind === 'list' && value.items.every((item) => item.kind === 'map')) return value.items;
  reading.problems.push({
    start: value.start,
    end: value.end,
    code: 'yaml-syntax',
    message: 'a merge key (<<) needs a map or a list of maps',
  });
  return [];
}

function locateAlias(node: Alias.Parsed, reading: Reading): Located {
  const place = extent(node, reading);
  const target = reading.anchors.get(node.source);
  if (target !== undefined && target !== 'open') return target;
  const cyclic = target === 'open';
  reading.problems.push({
    ...place,
    code: cyclic ? 'cyclic-alias' : 'unknown-anchor',
    message: cyclic
      ? `the alias *${excerpt(node.source)} stands inside of what it refers to`
      : `the alias *${excerpt(node.source)} refers to an anchor that is not defined before it`,
  });
  return { kind: 'scalar', value: null, source: undefined, ...place, size: 1 };
}

function asNode(item: unknown): ParsedNode | null {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? (item as ParsedNode) : null;
}

function extent(node: ParsedNode, reading: Reading): Extent {
  return { start: reading.offset + node.range[0], end: reading.offset + node.range[1] };
}
