import { hashText } from './digest.ts';

/**
 * A map as plain data, for states with many entries: a change makes a new map that shares nearly all of the old one, and
 * costs the same whether there are ten entries or a million. To be read and changed by the functions of this file.
 */
export interface PersistentMap<Value> {
  readonly size: number;
  /** The serial number of the next key. */
  readonly next: number;
  readonly root: Node<Value> | undefined;
}

type Node<Value> = Leaf<Value> | Branch<Value>;

interface Leaf<Value> {
  readonly hash: number;
  /** More than one where keys have one hash. */
  readonly entries: readonly Entry<Value>[];
}

interface Branch<Value> {
  readonly children: readonly (Node<Value> | undefined)[];
}

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly serial: number;
}

const BITS = 4;
const WIDTH = 1 << BITS;
const NO_CHILDREN: readonly undefined[] = Array.from({ length: WIDTH }, () => undefined);

const EMPTY: PersistentMap<never> = { size: 0, next: 0, root: undefined };

/** A map without entries. */
export const emptyMap = <Value>(): PersistentMap<Value> => EMPTY;

/** The value of a key; undefined where there is none. */
export function entryOf<Value>(map: PersistentMap<Value>, key: string): Value | undefined {
  return map.root === undefined ? undefined : find(map.root, key, hashText(key))?.value;
}

/** A map in which a key has this value. A key that was there keeps its place in the order. */
export function withEntry<Value>(map: PersistentMap<Value>, key: string, value: Value): PersistentMap<Value> {
  const hash = hashText(key);
  const before = map.root === undefined ? undefined : find(map.root, key, hash);
  const entry: Entry<Value> = { key, value, serial: before?.serial ?? map.next };
  const added = before === undefined ? 1 : 0;
  return { size: map.size + added, next: map.next + added, root: put(map.root, 0, hash, entry) };
}

/** A map without a key; the same one where it has none of it. */
export function withoutEntry<Value>(map: PersistentMap<Value>, key: string): PersistentMap<Value> {
  const hash = hashText(key);
  if (map.root === undefined || find(map.root, key, hash) === undefined) return map;
  if (map.size === 1) return emptyMap();
  return { ...map, size: map.size - 1, root: remove(map.root, 0, hash, key) };
}

/** The values in the order in which their keys were added. Costs as much as the map is large. */
export function entryValues<Value>(map: PersistentMap<Value>): readonly Value[] {
  const entries: Entry<Value>[] = [];
  if (map.root !== undefined) collect(map.root, entries);
  return entries.toSorted((one, other) => one.serial - other.serial).map(({ value }) => value);
}

const isLeaf = <Value>(node: Node<Value>): node is Leaf<Value> => 'entries' in node;

const slotOf = (hash: number, depth: number): number => (hash >>> (depth * BITS)) & (WIDTH - 1);

function find<Value>(root: Node<Value>, key: string, hash: number): Entry<Value> | undefined {
  let node: Node<Value> | undefined = root;
  for (let depth = 0; node !== undefined; depth += 1) {
    if (isLeaf(node)) return node.hash === hash ? node.entries.find((entry) => entry.key === key) : undefined;
    node = node.children[slotOf(hash, depth)];
  }
  return undefined;
}

function put<Value>(node: Node<Value> | undefined, depth: number, hash: number, entry: Entry<Value>): Node<Value> {
  if (node === undefined) return { hash, entries: [entry] };
  if (!isLeaf(node)) {
    const slot = slotOf(hash, depth);
    return withChild(node.children, slot, put(node.children[slot], depth + 1, hash, entry));
  }
  if (node.hash === hash) return { hash, entries: [...node.entries.filter(({ key }) => key !== entry.key), entry] };
  const below = withChild(NO_CHILDREN, slotOf(node.hash, depth), node);
  return put(below, depth, hash, entry);
}

const withChild = <Value>(
  children: readonly (Node<Value> | undefined)[],
  slot: number,
  child: Node<Value> | undefined,
): Branch<Value> => {
  const changed = children.slice();
  changed[slot] = child;
  return { children: changed };
};

/** What is left of a node; a branch with one leaf gives way to it, so that a map takes no more room than it needs. */
function remove<Value>(node: Node<Value>, depth: number, hash: number, key: string): Node<Value> | undefined {
  if (isLeaf(node)) {
    const entries = node.entries.filter((entry) => entry.key !== key);
    return entries.length === 0 ? undefined : { hash, entries };
  }
  const slot = slotOf(hash, depth);
  const child = node.children[slot];
  if (child === undefined) return node;
  const branch = withChild(node.children, slot, remove(child, depth + 1, hash, key));
  const left = branch.children.filter((each) => each !== undefined);
  const [only] = left;
  if (only === undefined) return undefined;
  return left.length === 1 && isLeaf(only) ? only : branch;
}

function collect<Value>(node: Node<Value>, into: Entry<Value>[]): void {
  if (isLeaf(node)) into.push(...node.entries);
  else for (const child of node.children) if (child !== undefined) collect(child, into);
}
