/**
 * A map to which is only ever added, and which can be forked: what it has by then is shared, in layers that nobody writes to
 * any more, and only what comes later is its own. A layer has at least twice the entries of the next, so there are few.
 */
export class ForkableMap<Key, Value> {
  private layers: readonly ReadonlyMap<Key, Value>[];
  private own = new Map<Key, Value>();

  constructor(layers: readonly ReadonlyMap<Key, Value>[] = []) {
    this.layers = layers;
  }

  get(key: Key): Value | undefined {
    const value = this.own.get(key);
    if (value !== undefined || this.layers.length === 0) return value;
    return this.layers.findLast((layer) => layer.has(key))?.get(key);
  }

  set(key: Key, value: Value): void {
    this.own.set(key, value);
  }

  /** Costs as much as was added since it was forked last, on the whole. */
  fork(): ForkableMap<Key, Value> {
    if (this.own.size > 0) {
      this.layers = withLayer(this.layers, this.own);
      this.own = new Map();
    }
    return new ForkableMap(this.layers);
  }
}

function withLayer<Key, Value>(
  layers: readonly ReadonlyMap<Key, Value>[],
  added: ReadonlyMap<Key, Value>,
): readonly ReadonlyMap<Key, Value>[] {
  let layer = added;
  let below = layers;
  for (let last = below.at(-1); last !== undefined && last.size < 2 * layer.size; last = below.at(-1)) {
    layer = new Map([...last, ...layer]);
    below = below.slice(0, -1);
  }
  return [...below, layer];
}
